package dev.rollcall.schemas.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.event.User;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class PatchTest {

    private static final String BEFORE = """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","title":"Countess","active":true,
             "name":{"givenName":"Ada","familyName":"Byron"},
             "emails":[{"value":"ada@work","type":"work","primary":true},{"value":"ada@home","type":"home"}]}""";

    private final Reading reading = Reading.lenient();
    private final List<String> warnings = reading.warnings();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"op":"replace","path":"title","value":"Dr"}                                      | title     | "Dr"
            {"op":"Replace","path":"TITLE","value":"Dr"}                                      | title     | "Dr"
            {"op":"add","path":"nickName","value":"A"}                                        | nickName  | "A"
            {"op":"remove","path":"title"}                                                    | title     |
            {"op":"replace","path":"active","value":"False"}                                  | active    | false
            {"op":"replace","value":{"active":false}}                                         | active    | false
            {"op":"replace","value":{"name.familyName":"Lovelace"}}                           | name      | {"familyName":"Lovelace","givenName":"Ada"}
            {"op":"replace","path":"name","value":{"familyName":"Lovelace"}}                  | name      | {"familyName":"Lovelace","givenName":"Ada"}
            {"op":"replace","path":"name.familyName","value":"Lovelace"}                      | name      | {"familyName":"Lovelace","givenName":"Ada"}
            {"op":"remove","path":"name.givenName"}                                           | name      | {"familyName":"Byron"}
            {"op":"replace","path":"emails[type eq \\"home\\"].value","value":"a@h"}          | emails    | [{"value":"ada@work","type":"work","primary":true},{"value":"a@h","type":"home"}]
            {"op":"remove","path":"emails[type eq \\"home\\"]"}                               | emails    | [{"value":"ada@work","type":"work","primary":true}]
            {"op":"replace","path":"emails","value":[{"value":"x@y"}]}                        | emails    | [{"value":"x@y"}]
            {"op":"add","path":"urn:ietf:params:scim:schemas:core:2.0:User:title","value":"D"}| title     | "D"
            {"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"R"} | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User | {"department":"R"}
            {"op":"add","value":{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"R"}}}  | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User | {"department":"R"}
            {"op":"add","path":"urn:example:badge:1.0:User:colour","value":"blue"}            | urn:example:badge:1.0:User | {"colour":"blue"}
            """)
    void changesJustWhatItSays(String operation, String attribute, String expected) {
        ObjectNode after = ScimCodec.USER.write(patched(operation));

        assertThat(after.has(attribute) ? after.get(attribute).toString() : null)
                .isEqualTo(
                        expected == null
                                ? null
                                : ScimJson.read("{\"v\":" + expected + "}")
                                        .get("v")
                                        .toString());
    }

    @Test
    void makesOnlyTheNewestPrimaryPrimary() {
        User after = patched("{\"op\":\"add\",\"path\":\"emails\",\"value\":[{\"value\":\"n\",\"primary\":true}]}");

        assertThat(after.getEmails())
                .filteredOn(e -> Boolean.TRUE.equals(e.getPrimary()))
                .extracting("value")
                .containsExactly("n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"op":"move","path":"title","value":"x"}                                    | invalidSyntax
            {"path":"title","value":"x"}                                                | invalidSyntax
            {"op":"remove"}                                                             | noTarget
            {"op":"replace","path":"title"}                                             | invalidValue
            {"op":"replace","value":"x"}                                                | invalidValue
            {"op":"replace","path":"shoeSize","value":"44"}                             | invalidPath
            {"op":"replace","path":"name.shoeSize","value":"44"}                        | invalidPath
            {"op":"replace","path":"title.x","value":"44"}                              | invalidPath
            {"op":"replace","path":"emails[type eq","value":"44"}                       | invalidFilter
            {"op":"replace","path":"ti tle","value":"44"}                               | invalidPath
            {"op":"replace","path":"id","value":"x"}                                    | mutability
            {"op":"replace","path":"meta.version","value":"x"}                          | mutability
            {"op":"add","path":"groups","value":[{"value":"g"}]}                        | mutability
            {"op":"remove","path":"userName"}                                           | mutability
            {"op":"replace","path":"userName","value":7}                                | invalidValue
            {"op":"replace","path":"active","value":"perhaps"}                          | invalidValue
            {"op":"replace","path":"emails[type eq \\"other\\"].value","value":"x"}     | noTarget
            """)
    void refusesWithTheRightScimType(String operation, String scimType) {
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> patched(operation))
                .returns(400, ScimException::status)
                .returns(scimType, ScimException::scimType);
    }

    @Test
    void dropsAPasswordAndAReadOnlyIdInAValueWithoutRefusing() {
        User after = patched("{\"op\":\"replace\",\"value\":{\"id\":\"x\",\"password\":\"p\",\"title\":\"Dr\"}}");

        assertThat(after.getTitle()).isEqualTo("Dr");
        assertThat(warnings).hasSize(2).noneMatch(warning -> warning.contains("\"p\""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"op":"Add","path":"members","value":[{"$ref":null,"value":"u1"}]}                    | AddMembers[users=[u1]]
            {"op":"add","value":{"members":[{"value":"u1"},{"value":"u2"}]}}                      | AddMembers[users=[u1, u2]]
            {"op":"Remove","path":"members","value":[{"$ref":null,"value":"u1"}]}                 | RemoveMembers[users=[u1]]
            {"op":"remove","path":"members[value eq \\"u1\\"]"}                                   | RemoveMembers[users=[u1]]
            {"op":"remove","path":"members[value eq \\"u1\\" or value eq \\"u2\\"]"}              | RemoveMembers[users=[u1, u2]]
            {"op":"remove","path":"members"}                                                      | ReplaceMembers[users=[]]
            {"op":"replace","path":"members","value":[{"value":"u1","display":"x"},null]}         | ReplaceMembers[users=[u1]]
            {"op":"replace","path":"members","value":[]}                                          | ReplaceMembers[users=[]]
            """)
    void readsEveryDialectOfMembers(String operation, String expected) {
        assertThat(PatchReader.read(ScimCodec.GROUP, request(operation), reading))
                .singleElement()
                .hasToString(expected);
    }

    private User patched(String operation) {
        var ops = PatchReader.read(ScimCodec.USER, request(operation), reading).stream()
                .map(op -> (PatchOp.OnAttribute) op)
                .toList();
        User before = ScimCodec.USER.read(ScimJson.read(BEFORE), null, reading);
        return AttributePatch.apply(ScimCodec.USER, before, ops, reading);
    }

    private static ObjectNode request(String operation) {
        return ScimJson.read(
                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[" + operation + "]}");
    }
}
