package dev.rollcall.ingest.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scim.Dialect;
import dev.rollcall.schemas.scim.ExtensionSchemas;
import dev.rollcall.schemas.scim.Profile;
import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.scim.ScimJson;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    static {
        TrustedRecords.trust();
    }

    private static final String ENTERPRISE = ScimCodec.ENTERPRISE_URN;

    @Test
    void namesEachAttributeWithWhatItWasAndIs() {
        Snapshot before = user("""
                "title": "Countess", "name": {"familyName": "Byron", "givenName": "Ada"},
                "%s": {"department": "Poetry"}""".formatted(ENTERPRISE));
        Snapshot after = user("""
                "name": {"familyName": "King", "givenName": "Ada"}, "emails": [{"value": "ada@example.com"}],
                "%s": {"department": "Engines"}""".formatted(ENTERPRISE));

        assertThat(Difference.between(before, after))
                .extracting(difference -> difference.path() + " " + difference.before() + " " + difference.after())
                .containsExactly(
                        "emails null [{\"value\":\"ada@example.com\"}]",
                        "name.familyName \"Byron\" \"King\"",
                        "title \"Countess\" null",
                        ENTERPRISE + ":department \"Poetry\" \"Engines\"");
    }

    @Test
    void whatIsNewHasNothingBeforeIt() {
        assertThat(Difference.between(null, user("\"title\": \"Countess\"")))
                .extracting(Difference::path)
                .contains("title", "userName")
                .doesNotContain("schemas");
        assertThat(Difference.between(user(""), user(""))).isEmpty();
    }

    private static Snapshot user(String more) {
        String json = "{\"schemas\": [\"" + ScimCodec.USER_URN + "\"], \"userName\": \"ada\""
                + (more.isEmpty() ? "" : ", " + more) + '}';
        User attributes = ScimCodec.USER.read(
                ScimJson.read(json), null, new Dialect(Profile.PINGONE, ExtensionSchemas.NONE).reading());
        return Snapshot.ofUser(UserState.newBuilder()
                .setConnection("c")
                .setId("u")
                .setVersion(1)
                .setSequence(1)
                .setCreated(Instant.EPOCH)
                .setLastModified(Instant.EPOCH)
                .setAttributes(attributes)
                .build());
    }
}
