package dev.rollcall.schemas.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.event.User;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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

    /** The numbers are those of the points that servers get wrong; see the table in the README of ingest-service. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1  | {"op":"replace","path":"NAME.FAMILYNAME","value":"L"}                                   | name   | {"familyName":"L","givenName":"Ada"}
            3  | {"op":"replace","path":"title","value":null}                                            | title  |
            3  | {"op":"replace","path":"emails","value":[]}                                             | emails |
            68 | {"op":"add","path":"title","value":"A"},{"op":"replace","path":"title","value":"B"}     | title  | "B"
            68 | {"op":"add","path":"emails","value":[{"value":"n","type":"x"}]},{"op":"replace","path":"emails[type eq \\"x\\"].value","value":"m"},{"op":"remove","path":"emails[type ne \\"x\\"]"} | emails | [{"value":"m","type":"x"}]
            71 | {"op":"add","path":"name","value":{"middleName":"K"}}                                   | name   | {"familyName":"Byron","givenName":"Ada","middleName":"K"}
            71 | {"op":"add","path":"emails","value":{"value":"n"}}                                      | emails | [{"value":"ada@work","type":"work","primary":true},{"value":"ada@home","type":"home"},{"value":"n"}]
            71 | {"op":"add","value":{"emails":[{"value":"n"}],"title":"Dr"}}                            | title  | "Dr"
            22 | {"op":"add","path":"emails","value":[{"value":"ada@home","type":"home","display":"H"}]} | emails | [{"value":"ada@work","type":"work","primary":true},{"value":"ada@home","display":"H","type":"home"}]
            75 | {"op":"remove","path":"active"}                                                         | active |
            3  | {"op":"replace","value":{"active":null}}                                                | active |
            68 | {"op":"remove","path":"active"},{"op":"add","path":"active","value":false}              | active | false
            74 | {"op":"remove","path":"emails[type eq \\"other\\"]"}                                    | title  | "Countess"
            74 | {"op":"remove","path":"nickName"}                                                       | title  | "Countess"
            75 | {"op":"remove","path":"emails[value pr]"}                                               | emails |
            76 | {"op":"replace","path":"nickName","value":"A"}                                          | nickName | "A"
            76 | {"op":"replace","path":"phoneNumbers","value":[{"value":"1"}]}                          | phoneNumbers | [{"value":"1"}]
            77 | {"op":"replace","path":"emails[value ew \\"o\\" or value sw \\"ada\\"].display","value":"D"} | emails | [{"value":"ada@work","display":"D","type":"work","primary":true},{"value":"ada@home","display":"D","type":"home"}]
            77 | {"op":"replace","path":"emails[not (type eq \\"work\\") and value co \\"@\\"].display","value":"D"} | emails | [{"value":"ada@work","type":"work","primary":true},{"value":"ada@home","display":"D","type":"home"}]
            77 | {"op":"replace","path":"emails[value gt \\"ada@i\\"].display","value":"D"}              | emails | [{"value":"ada@work","display":"D","type":"work","primary":true},{"value":"ada@home","type":"home"}]
            77 | {"op":"replace","path":"emails.display","value":"D"}                                    | emails | [{"value":"ada@work","display":"D","type":"work","primary":true},{"value":"ada@home","display":"D","type":"home"}]
            77 | {"op":"replace","path":"emails[type eq \\"work\\"]","value":{"value":"w"}}              | emails | [{"value":"w","type":"work","primary":true},{"value":"ada@home","type":"home"}]
            77 | {"op":"add","path":"addresses","value":[{"type":"work","streetAddress":"1","locality":"L"},{"type":"home","streetAddress":"2"}]},{"op":"replace","path":"addresses[type eq \\"work\\"].streetAddress","value":"3"} | addresses | [{"streetAddress":"3","locality":"L","type":"work"},{"streetAddress":"2","type":"home"}]
            78 | {"op":"replace","path":"emails[type eq \\"home\\"].primary","value":true}               | emails | [{"value":"ada@work","type":"work","primary":false},{"value":"ada@home","type":"home","primary":true}]
            78 | {"op":"replace","path":"emails[primary eq \\"True\\"].value","value":"w"}               | emails | [{"value":"w","type":"work","primary":true},{"value":"ada@home","type":"home"}]
            79 | {"op":"replace","path":"URN:ietf:params:scim:schemas:extension:enterprise:2.0:user:manager","value":"m"}       | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User | {"manager":{"value":"m"}}
            79 | {"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value","value":"m"}     | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User | {"manager":{"value":"m"}}
            79 | {"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","value":{"division":"D"}}      | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User | {"division":"D"}
            79 | {"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"R"},{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","value":{"division":"D"}} | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User | {"division":"D","department":"R"}
            79 | {"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"R"},{"op":"remove","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"} | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User |
            79 | {"op":"add","path":"urn:ietf:params:scim:schemas:core:2.0:User","value":{"title":"Dr","id":"x"}}               | title | "Dr"
            79 | {"op":"add","value":{"urn:ietf:params:scim:schemas:core:2.0:User":{"title":"Dr"}}}                             | title | "Dr"
            81 | {"op":"Add","path":"phoneNumbers[type eq \\"mobile\\" and primary eq true].value","value":"1"} | phoneNumbers | [{"value":"1","type":"mobile","primary":true}]
            81 | {"op":"Remove","path":"emails","value":[{"value":"ada@home"}]}                          | emails | [{"value":"ada@work","type":"work","primary":true}]
            """)
    void isRightAt(int point, String operations, String attribute, String expected) {
        changesJustWhatItSays(operations, attribute, expected);
    }

    @Test
    void point79NamesAnExtensionInSchemasAsSoonAsItHasAttributes() {
        ObjectNode after = ScimCodec.USER.write(
                patched("{\"op\":\"add\",\"path\":\"" + ScimCodec.ENTERPRISE_URN + ":department\",\"value\":\"R\"}"));

        assertThat(after.get("schemas").valueStream().map(tools.jackson.databind.JsonNode::stringValue))
                .containsExactly(ScimCodec.USER_URN, ScimCodec.ENTERPRISE_URN);
    }

    @Test
    void makesOnlyTheNewestPrimaryPrimary() { // point 78
        User after = patched("{\"op\":\"add\",\"path\":\"emails\",\"value\":[{\"value\":\"n\",\"primary\":true}]}");

        assertThat(after.getEmails())
                .filteredOn(e -> Boolean.TRUE.equals(e.getPrimary()))
                .extracting("value")
                .containsExactly("n");
    }

    /** The first numbers are those of the points. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            67 | {"op":"move","path":"title","value":"x"}                                    | invalidSyntax
            67 | {"op":"test","path":"title","value":"x"}                                    | invalidSyntax
            67 | {"path":"title","value":"x"}                                                | invalidSyntax
            73 | {"op":"remove"}                                                             | noTarget
            80 | {"op":"replace","path":"title"}                                             | invalidValue
            80 | {"op":"replace","value":"x"}                                                | invalidValue
            80 | {"op":"replace","path":"shoeSize","value":"44"}                             | invalidPath
            80 | {"op":"replace","path":"name.shoeSize","value":"44"}                        | invalidPath
            80 | {"op":"replace","path":"title.x","value":"44"}                              | invalidPath
            80 | {"op":"replace","path":"emails[type eq","value":"44"}                       | invalidFilter
            80 | {"op":"replace","path":"ti tle","value":"44"}                               | invalidPath
            70 | {"op":"replace","path":"id","value":"x"}                                    | mutability
            70 | {"op":"replace","path":"meta.version","value":"x"}                          | mutability
            70 | {"op":"add","path":"groups","value":[{"value":"g"}]}                        | mutability
            75 | {"op":"remove","path":"userName"}                                           | mutability
            80 | {"op":"replace","path":"userName","value":7}                                | invalidValue
            80 | {"op":"replace","path":"active","value":"perhaps"}                          | invalidValue
            74 | {"op":"replace","path":"emails[type eq \\"other\\"].value","value":"x"}     | noTarget
            81 | {"op":"add","path":"emails[type sw \\"oth\\"].value","value":"x"}           | noTarget
            80 | {"op":"replace","path":"emails[kind eq \\"work\\"].value","value":"x"}      | invalidFilter
            80 | {"op":"replace","path":"emails[primary gt true].value","value":"x"}         | invalidFilter
            67 | {"op":"replace","path":"emails[0].value","value":"x"}                       | invalidFilter
            80 | {"op":"replace","path":"emails[type eq 7]x","value":"x"}                    | invalidPath
            80 | {"op":"replace","path":"emails[type is \\"work\\"].value","value":"x"}      | invalidFilter
            80 | {"op":"replace","path":"name[givenName eq \\"Ada\\"].familyName","value":"x"} | invalidPath
            80 | {"op":"replace","path":"emails.value.x","value":"x"}                        | invalidPath
            80 | {"op":"add","value":{"urn:":{"a":1}}}                                       | invalidPath
            80 | {"op":"replace","path":["title"],"value":"x"}                               | invalidPath
            80 | {"op":"remove","path":"emails[type eq \\"work\\""}                           | invalidFilter
            80 | {"op":"add","path":"urn:example:x:1.0:User:b[type eq \\"\\\\u0000\\"].value","value":"x"} | invalidFilter
            80 | {"op":"add","path":"urn:example:x:1.0:User:b[type eq 1e400].value","value":"x"} | invalidFilter
            80 | {"op":"replace","path":"name","value":"Ada"}                                | invalidValue
            80 | {"op":"replace","path":"emails","value":[7]}                                | invalidValue
            80 | {"op":"replace","path":"title","value":{"a":1}}                             | invalidValue
            75 | {"op":"replace","path":"userName","value":""}                               | invalidValue
            75 | {"op":"remove","path":"urn:ietf:params:scim:schemas:core:2.0:User"}         | mutability
            70 | {"op":"remove","path":"schemas"}                                            | mutability
            68 | {"op":"add","path":"title","value":"Dr"},{"op":"remove"}                    | noTarget
            """)
    void refusesWithTheRightScimType(int point, String operation, String scimType) {
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
            {"op":"remove","path":"urn:ietf:params:scim:schemas:core:2.0:Group:members[value eq \\"u1\\"]"} | RemoveMembers[users=[u1]]
            {"op":"remove","path":"members[value sw \\"u\\" and not (value eq \\"u2\\")]"}        | RemoveMatchingMembers[filter=(value sw "u" and not (value eq "u2"))]
            """)
    void readsEveryDialectOfMembers(String operation, String expected) {
        assertThat(PatchReader.read(ScimCodec.GROUP, request(operation), reading))
                .singleElement()
                .hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"op":"replace","path":"members[value eq \\"u1\\"].display","value":"x"} | mutability
            {"op":"remove","path":"members[value eq \\"u1\\"].display"}              | mutability
            {"op":"replace","path":"members[value eq \\"u1\\"]","value":{"value":"u2"}} | mutability
            {"op":"replace","path":"members.value","value":"u2"}                     | mutability
            {"op":"remove","path":"members[display eq \\"Ada\\"]"}                   | invalidFilter
            {"op":"remove","path":"members[value eq"}                                | invalidFilter
            {"op":"remove","path":"members[value eq \\"u1\\""}                       | invalidFilter
            {"op":"remove","path":"displayName"}                                     | mutability
            {"op":"add","path":"members","value":[{"display":"x"}]}                  | invalidValue
            {"op":"add","path":"members","value":[{"value":"g","type":"Group"}]}     | invalidValue
            """)
    void point19RefusesToChangePartsOfAMember(String operation, String scimType) {
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> PatchReader.read(ScimCodec.GROUP, request(operation), reading))
                .returns(400, ScimException::status)
                .returns(scimType, ScimException::scimType);
    }

    @Test
    void refusesAFilterThatNestsTooDeep() {
        String path = "emails[" + "(".repeat(1_000) + "type eq \\\"work\\\"" + ")".repeat(1_000) + "].value";

        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> patched("{\"op\":\"replace\",\"path\":\"" + path + "\",\"value\":\"x\"}"))
                .returns("invalidFilter", ScimException::scimType);
    }

    @Test
    void readsAFilterThatNamesAThousandMembers() {
        String ids = java.util.stream.IntStream.range(0, 1_000)
                .mapToObj(i -> "value eq \\\"u" + i + "\\\"")
                .collect(java.util.stream.Collectors.joining(" or "));

        var ops = PatchReader.read(
                ScimCodec.GROUP, request("{\"op\":\"remove\",\"path\":\"members[" + ids + "]\"}"), reading);

        assertThat(ops)
                .singleElement()
                .isInstanceOfSatisfying(
                        PatchOp.RemoveMembers.class,
                        remove -> assertThat(remove.users()).hasSize(1_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"urn:example:x:1.0:User:%s", "urn:example:x:1.0:User:a.%s", "urn:example:%s:1.0:User"})
    void refusesANameThatNoBodyCouldHold(String path) {
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> patched("{\"op\":\"add\",\"path\":\"" + path.formatted("a".repeat(1_001))
                        + "\",\"value\":{\"b\":\"1\"}}"))
                .returns(400, ScimException::status)
                .returns("invalidPath", ScimException::scimType);
    }

    @Test
    void mindsTheCaseOfWhatIsCaseExact() { // point 48
        User before = ScimCodec.USER.read(
                ScimJson.read("{\"userName\":\"a\",\"x509Certificates\":[{\"value\":\"QUJD\"},{\"value\":\"qujd\"}],"
                        + "\"emails\":[{\"value\":\"A@B\",\"type\":\"Work\"}]}"),
                null,
                reading);
        var ops = PatchReader.read(
                        ScimCodec.USER,
                        request(
                                "{\"op\":\"remove\",\"path\":\"x509Certificates[value eq \\\"QUJD\\\"]\"},"
                                        + "{\"op\":\"remove\",\"path\":\"emails[value sw \\\"a@\\\" and type eq \\\"WORK\\\"]\"}"),
                        reading)
                .stream()
                .map(op -> (PatchOp.OnAttribute) op)
                .toList();

        User after = AttributePatch.apply(ScimCodec.USER, before, ops, reading);

        assertThat(after.getX509Certificates()).extracting("value").containsExactly("qujd");
        assertThat(after.getEmails()).isEmpty();
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
