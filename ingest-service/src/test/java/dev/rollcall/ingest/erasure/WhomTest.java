package dev.rollcall.ingest.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scim.Dialect;
import dev.rollcall.schemas.scim.ExtensionSchemas;
import dev.rollcall.schemas.scim.Profile;
import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.scim.ScimJson;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhomTest {

    static {
        TrustedRecords.trust();
    }

    private static final UserState ADA = UserState.newBuilder()
            .setConnection("c")
            .setId("u")
            .setVersion(1)
            .setSequence(1)
            .setCreated(Instant.EPOCH)
            .setLastModified(Instant.EPOCH)
            .setAttributes(ScimCodec.USER.read(
                    ScimJson.read("""
                            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "adal",
                             "name": {"familyName": "Lovelace"}, "emails": [{"value": "countess@example.com"}]}"""), null, new Dialect(Profile.PINGONE, ExtensionSchemas.NONE).reading()))
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"asked by ADAL", "Mrs lovelace wants it", "mail of Countess@Example.com"})
    void noticesAReasonThatNamesThePerson(String reason) {
        assertThat(Whom.isNamedIn(reason, ADA)).isTrue();
    }

    @Test
    void takesACaseNumber() {
        assertThat(Whom.isNamedIn("GDPR case 4711", ADA)).isFalse();
        assertThat(Whom.isNamedIn("Lovelace", null)).isFalse();
    }
}
