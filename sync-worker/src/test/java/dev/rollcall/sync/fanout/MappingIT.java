package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.Fault;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.target.ScimTarget;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Apps get of a user what their mapping makes, and nothing where that, or their scope, is wrong. */
class MappingIT {

    @AutoClose
    private static final TestWorker worker = new TestWorker();

    @AutoClose
    private final ScopeStage stage = new ScopeStage(worker);

    private final String scimApp = stage.pair.scimApp;
    private final Changes changes = stage.pair.changes;
    private final ScimTarget scim = stage.pair.scim;

    @BeforeAll
    static void start() {
        worker.begin();
    }

    @Test
    void aMappingDecidesWhatTheAppGetsAndGroupsMayBePartOfIt() {
        stage.save(stage.scim(null)
                .setMapping(Map.of(
                        "userName", "$lowercase(emails[0].value)",
                        "active", "active",
                        "title", "groups[display='Sales'] ? 'Seller'")));
        stage.settle(changes.user("u1", "Ada"));
        assertThat(scim.user("ada@example.com").toString())
                .contains("\"externalId\":\"u1\"")
                .doesNotContain("emails", "title");
        stage.settle(changes.user("u1", "ADA"));
        assertThat(scim.writes()).as("the same after mapping").containsExactly("POST /Users");

        stage.settle(changes.group("g1", "Sales", List.of("u1"), List.of()));
        assertThat(scim.user("ada@example.com").path("title").asString()).isEqualTo("Seller");
        stage.settle(changes.group("g1", "Sales", List.of(), List.of("u1")));
        assertThat(scim.user("ada@example.com").has("title")).isFalse();
    }

    @Test
    void aMappingThatFailsIsADeadLetterAndHoldsBackNobody() {
        stage.save(stage.scim(null).setMapping(Map.of("userName", "active ? userName : 1 + 'x'")));
        stage.settle(changes.user("u1", "ada", false), changes.user("u2", "bob"));

        assertThat(scim.users()).containsOnlyKeys("bob");
        assertThat(worker.told.deadLetters(scimApp)).singleElement().satisfies(letter -> {
            assertThat(letter.getResource()).isEqualTo("u1");
            assertThat(letter.getFault()).isEqualTo(Fault.RESOURCE);
            assertThat(letter.getCause()).contains("mapping of userName").doesNotContain("ada");
            assertThat(letter.getCode()).isEqualTo("mapping-failed");
        });
    }

    @Test
    void aScopeThatIsNoFilterMakesTheAppUnusable() {
        stage.save(stage.scim("userNme eq \"x\""));

        await().untilAsserted(
                        () -> assertThat(worker.told.status(scimApp).state()).isEqualTo(AppStatus.State.UNUSABLE));
        assertThat(worker.told.status(scimApp).detail()).contains("scope.users", "userNme");
    }
}
