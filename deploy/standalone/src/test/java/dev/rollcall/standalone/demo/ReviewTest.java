package dev.rollcall.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.standalone.demo.scimapp.ScimApp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the status of {@code demo --drill} hangs on: each of these alone makes it a failure. */
class ReviewTest {

    private static final Roster ADA = roster("ada");

    private final SampleApp.Scim app = new SampleApp.Scim("Sample SCIM app", ScimApp.start(0, "token"));

    @BeforeEach
    void provision() {
        app.calls().post("/Users", user("ada"));
    }

    @AfterEach
    void close() {
        app.close();
    }

    @Test
    void isGoodWhileAllHoldTheSame() {
        Review review = review(ADA, 0, ADA, ADA);

        assertThat(review.isGood()).isTrue();
        assertThat(review.lines()).last().isEqualTo("verdict     good: all is as it was told");
    }

    @Test
    void isNotGoodWhenAnAppForgotSomebody() {
        app.app().forget(1);

        assertIsBad(review(ADA, 0, ADA, ADA), "NOT EQUAL");
    }

    @Test
    void isNotGoodWhenAnAppHasSomebodyElseToo() {
        app.calls().post("/Users", user("intruder"));

        assertIsBad(review(ADA, 0, ADA, ADA), "NOT EQUAL");
    }

    @Test
    void isNotGoodWhenTheDirectoryLacksWhomPingOneHas() {
        assertIsBad(review(ADA, 0, roster("ada", "bob"), ADA), "NOT EQUAL");
    }

    @Test
    void isNotGoodWhenTheLogTellsOtherwise() {
        assertIsBad(review(roster("ada", "bob"), 0, ADA, ADA), "LOG");
    }

    @Test
    void isNotGoodWhenTheSequenceHasAGap() {
        Review review = review(ADA, 1, ADA, ADA);

        assertThat(review.isGood()).isFalse();
        assertThat(review.lines()).contains("changes     1 in the log, 1 GAPS in the sequence");
    }

    @Test
    void isNotGoodWhenAnAppWasBroughtSomebodyTwice() {
        assertThatThrownBy(() -> app.calls().post("/Users", user("ada"))).hasMessageContaining("409");

        assertIsBad(review(ADA, 0, ADA, ADA), "DOUBLED");
    }

    private static void assertIsBad(Review review, String word) {
        assertThat(review.isGood()).isFalse();
        assertThat(review.lines())
                .anyMatch(line -> line.startsWith(word))
                .anyMatch(line -> line.startsWith("VERDICT"))
                .filteredOn(line -> line.matches("[A-Z]{3}.*"))
                .as("nothing else is wrong")
                .hasSize(2);
    }

    private Review review(Roster log, int gaps, Roster pingOne, Roster directory) {
        var held = new LinkedHashMap<>(Map.of(app.name(), app.roster()));
        return new Review(
                log, new ChangeAudit(1, gaps), new SampleApps(List.of(app)), new Equality(pingOne, directory, held));
    }

    private static Roster roster(String... names) {
        return Roster.of(Stream.of(names).map(ReviewTest::user).toList(), List.of());
    }

    private static ObjectNode user(String name) {
        return (ObjectNode) JsonMapper.shared().readTree("""
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "%1$s", "externalId": "%1$s",
                 "userName": "%1$s", "active": true}""".formatted(name));
    }
}
