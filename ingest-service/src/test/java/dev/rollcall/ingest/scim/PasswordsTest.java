package dev.rollcall.ingest.scim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.schemas.scim.ScimJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 16. */
class PasswordsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'password': 'SECRET'}",
                "{'PassWord': 'SECRET', 'userName': 'a'}",
                "{'urn:ietf:params:scim:schemas:core:2.0:User': {'password': 'SECRET'}}",
                "{'Operations': [{'op': 'replace', 'path': 'password', 'value': 'SECRET'}]}",
                "{'Operations': [{'op': 'add', 'Path': 'urn:ietf:params:scim:schemas:core:2.0:User:Password', 'value': 'SECRET'}]}",
                "{'Operations': [{'op': 'add', 'value': {'password': 'SECRET'}}]}"
            })
    void leavesNoPassword(String body) {
        var json = ScimJson.read(body.replace('\'', '"'));
        Passwords.drop(json);
        assertThat(ScimJson.write(json)).doesNotContain("SECRET");
    }
}
