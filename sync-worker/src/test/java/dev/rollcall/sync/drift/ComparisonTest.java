package dev.rollcall.sync.drift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ComparisonTest {

    private static final String SENT = """
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "externalId": "u1", "userName": "Ada@example.com",
             "active": true, "title": "Dr", "name": {"givenName": "Ada", "familyName": "Lovelace"},
             "emails": [{"value": "Ada@example.com", "type": "work", "primary": true},
                        {"value": "ada@home.example", "primary": false}],
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
                {"department": "Sales", "manager": {"value": "m1", "displayName": "Boss"}},
             "urn:example:1.0:User": {"since": "2020-01-01T00:00:00Z", "level": 3, "tags": ["a", "b"]}}""";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ACTIVE\": \"True\"}",
                "{\"active\": null}",
                "{\"USERNAME\": \"ada@EXAMPLE.com\", \"userName\": null}",
                "{\"id\": \"r1\", \"meta\": {\"version\": \"1\"}, \"groups\": [{\"value\": \"g\"}], \"locale\": \"en\"}",
                """
                {"emails": [{"value": "ada@home.example", "display": "x"}, {"value": "ada@example.com",
                    "type": "Work", "primary": true, "$ref": "y"}]}""",
                "{\"name\": {\"GIVENNAME\": \"Ada\", \"familyName\": \"Lovelace\", \"formatted\": \"Ada Lovelace\"}}",
                """
                {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:user":
                    {"department": "Sales", "manager": {"value": "m1", "$ref": "../m1"}},
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {}}""",
                """
                {"urn:example:1.0:User": {"since": "2020-01-01T01:00:00.000+01:00", "level": 3.0, "tags": ["b", "a", "a"]}}"""
            })
    void agreesWithEveryLegalFormOfWhatWasSent(String form) {
        Comparison comparison = compared(form);

        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.isEqual()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"active\": false} active",
                "{\"active\": \"maybe\"} active",
                "{\"title\": \"DR\"} title",
                "{\"title\": null} title",
                "{\"externalId\": \"U1\"} externalId",
                "{\"name\": {\"givenName\": \"Ada\"}} name.familyName",
                "{\"name\": \"Ada Lovelace\"} name.givenName,name.familyName",
                "{\"emails\": [{\"value\": \"ada@example.com\", \"type\": \"work\", \"primary\": true}]} emails",
                """
                {"emails": [{"value": "ada@example.com", "type": "work"}, {"value": "ada@home.example"}]} emails""",
                """
                {"urn:example:1.0:User": {"since": "2020-01-02T00:00:00Z", "level": 4, "tags": ["a"]}} \
                urn:example:1.0:User:since,urn:example:1.0:User:level,urn:example:1.0:User:tags"""
            })
    void namesTheAttributesThatDiffer(String form) {
        int end = form.lastIndexOf(' ');
        Comparison comparison = compared(form.substring(0, end));

        assertThat(comparison.isEqual()).isFalse();
        assertThat(comparison.differences())
                .containsExactlyInAnyOrder(form.substring(end + 1).strip().split(","));
    }

    @Test
    void anAddedValueOfAListIsADifference() {
        ObjectNode actual = json(SENT);
        actual.withArray("emails").addObject().put("value", "eve@example.com");

        assertThat(Comparison.of(json(SENT), actual).differences()).containsExactly("emails");
    }

    private static Comparison compared(String form) {
        ObjectNode actual = json(SENT);
        json(form).properties().forEach(member -> actual.set(member.getKey(), member.getValue()));
        return Comparison.of(json(SENT), actual);
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text);
    }
}
