package dev.rollcall.ingest.scim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.schemas.scim.ScimJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 34. */
class MentionsTest {

    private final Mentions pin = new Mentions("urn:example:x:1.0:user:pin");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'urn:example:x:1.0:User': {'Pin': '1'}}",
                "{'urn:example:x:1.0:User:PIN': '1'}",
                "{'Operations': [{'op': 'add', 'path': 'URN:example:x:1.0:User:pin', 'value': '1'}]}",
                "{'Operations': [{'op': 'add', 'path': 'urn:example:x:1.0:User:pin[value eq 1].type', 'value': '1'}]}",
                "{'Operations': [{'op': 'add', 'path': 'urn:example:x:1.0:User:pin.value', 'value': '1'}]}",
                "{'Operations': [{'op': 'add', 'path': 'urn:example:x:1.0:User', 'value': {'pin': '1'}}]}",
                "{'Operations': [{'op': 'add', 'value': {'urn:example:x:1.0:User': {'pin': '1'}}}]}"
            })
    void findsTheAttribute(String body) {
        assertThat(pin.in(ScimJson.read(body.replace('\'', '"')))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'pin': '1'}",
                "{'urn:example:x:1.0:User': {'pins': '1'}}",
                "{'urn:example:x:1.0:User': 'pin'}",
                "{'Operations': [{'op': 'add', 'path': 'urn:example:x:1.0:User:pins', 'value': '1'}]}",
                "{'Operations': [{'op': 'add', 'path': 'urn:example:x:1.0:User', 'value': {'level': 1}}]}",
                "{'Operations': [{'op': 'add', 'path': 'pin', 'value': '1'}, 7]}"
            })
    void findsNoOther(String body) {
        assertThat(pin.in(ScimJson.read(body.replace('\'', '"')))).isFalse();
    }
}
