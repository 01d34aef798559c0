package dev.rollcall.schemas.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.event.User;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Extensions that a connection declares: their definitions, and the values that are taken by them. */
class ExtensionTest {

    private static final String URN = "urn:example:badge:1.0:User";
    private static final String SCHEMA = """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Schema"],"id":"urn:example:badge:1.0:User","name":"Badge",
             "attributes":[
              {"name":"colour","type":"string","required":true,"canonicalValues":["red","blue"]},
              {"name":"level","type":"integer"},
              {"name":"weight","type":"decimal"},
              {"name":"valid","type":"boolean"},
              {"name":"until","type":"dateTime"},
              {"name":"owner","type":"reference","referenceTypes":["User"]},
              {"name":"photo","type":"binary"},
              {"name":"serial","type":"string","mutability":"immutable"},
              {"name":"printed","type":"string","mutability":"readOnly"},
              {"name":"doors","type":"string","multiValued":true},
              {"name":"keys","type":"complex","multiValued":true,"subAttributes":[
                {"name":"value","type":"string"},{"name":"primary","type":"boolean"},
                {"name":"cut","type":"string","mutability":"immutable"}]},
              {"name":"lock","type":"complex","subAttributes":[
                {"name":"value","type":"string"},{"name":"cut","type":"string","mutability":"immutable"}]}]}""";
    private static final ExtensionSchemas BADGE = ExtensionSchemas.of(List.of(SCHEMA));

    @Test
    void takesWhatIsDeclaredInItsSpelling() {
        User user = read("\"COLOUR\":\"Red\",\"level\":3,\"weight\":1.5,\"valid\":true,"
                + "\"until\":\"2027-01-01T00:00:00Z\",\"owner\":\"../Users/1\",\"photo\":\"aGk=\",\"doors\":[\"a\",\"b\"],"
                + "\"printed\":\"never\",\"keys\":[{\"value\":\"k\",\"primary\":true}]");

        assertThat(user.getExtensions())
                .containsExactly(Map.entry(
                        URN,
                        "{\"colour\":\"Red\",\"doors\":[\"a\",\"b\"],\"keys\":[{\"primary\":true,\"value\":\"k\"}],"
                                + "\"level\":3,\"owner\":\"../Users/1\",\"photo\":\"aGk=\",\"until\":\"2027-01-01T00:00:00Z\","
                                + "\"valid\":true,\"weight\":1.5}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "level":1                                    | invalidValue  | colour is required
            "colour":"green"                             | invalidValue  | colour must be one of red, blue
            "colour":7                                   | invalidValue  | colour must be a string
            "colour":"red","level":1.5                   | invalidValue  | level must be a whole number
            "colour":"red","level":"1"                   | invalidValue  | level must be a whole number
            "colour":"red","level":3e0                   | invalidValue  | level must be a whole number
            "colour":"red","weight":"heavy"              | invalidValue  | weight must be a number
            "colour":"red","valid":"maybe"               | invalidValue  | valid must be true or false
            "colour":"red","until":"2027-01-01"          | invalidValue  | until must be a date and time
            "colour":"red","owner":"no uri"              | invalidValue  | owner must be a URI
            "colour":"red","photo":"%"                   | invalidValue  | photo must be base64
            "colour":"red","doors":[1]                   | invalidValue  | doors[0] must be a string
            "colour":"red","keys":[{"value":1}]          | invalidValue  | keys[0].value must be a string
            "colour":"red","shape":"round"               | invalidSyntax | shape
            """)
    void refusesWhatIsNotOfTheDeclaredType(String members, String scimType, String message) { // point 6
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> read(members))
                .returns(400, ScimException::status)
                .returns(scimType, ScimException::scimType)
                .withMessageContaining(message);
    }

    @Test
    void keepsAnImmutableValue() { // point 64
        User before = read("\"colour\":\"red\",\"serial\":\"s1\"");

        assertThat(patched(before, "add", URN + ":level", "2").getExtensions().get(URN))
                .contains("\"level\":2", "s1");
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> patched(before, "replace", URN + ":serial", "\"s2\""))
                .returns("mutability", ScimException::scimType);
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> patched(before, "replace", URN + ":printed", "\"x\""))
                .returns("mutability", ScimException::scimType);
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> patched(before, "replace", URN + ":nothing", "\"x\""))
                .returns("invalidPath", ScimException::scimType);
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> patched(before, "remove", URN + ":colour", null))
                .returns("invalidValue", ScimException::scimType);
    }

    /** Point 64: to leave an immutable value out, or to remove it, is to change it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "urn:example:badge:1.0:User":{"colour":"red","serial":"t"}
            "URN:EXAMPLE:BADGE:1.0:USER":{"colour":"red","serial":"t"}
            "urn:example:badge:1.0:User":{"colour":"red"}
            "urn:example:badge:1.0:User":{"colour":"red","serial":null}
            "urn:example:badge:1.0:User":null
            "title":"left out"
            "urn:example:badge:1.0:User":{"colour":"red","serial":"s","lock":{"value":"l"},"keys":[{"value":"k","cut":"1"}]}
            "urn:example:badge:1.0:User":{"colour":"red","serial":"s","lock":{"cut":"2"},"keys":[{"value":"k","cut":"1"}]}
            "urn:example:badge:1.0:User":{"colour":"red","serial":"s","keys":[{"value":"k","cut":"1"}]}
            "urn:example:badge:1.0:User":{"colour":"red","serial":"s","lock":{"cut":"1"},"keys":[{"value":"k","cut":"2"}]}
            "urn:example:badge:1.0:User":{"colour":"red","serial":"s","lock":{"cut":"1"},"keys":[{"value":"k"}]}
            """)
    void refusesAPutThatChangesWhatIsImmutable(String members) {
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> put(withImmutables(), members))
                .returns(400, ScimException::status)
                .returns("mutability", ScimException::scimType);
    }

    @Test
    void takesAPutThatLeavesWhatIsImmutableAsItIs() { // point 64
        User after = put(
                withImmutables(),
                "\"URN:example:badge:1.0:User\":{\"colour\":\"blue\",\"serial\":\"s\",\"lock\":{\"cut\":\"1\",\"value\":\"m\"},"
                        + "\"keys\":[{\"value\":\"l\",\"cut\":\"3\"},{\"value\":\"k\",\"cut\":\"1\",\"primary\":true}]}");

        assertThat(after.getExtensions()).containsOnlyKeys(URN);
        assertThat(put(after, "\"" + URN + "\":{\"colour\":\"red\",\"serial\":\"s\",\"lock\":{\"cut\":\"1\"}}")
                        .getExtensions()
                        .get(URN))
                .doesNotContain("keys");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            remove  |                           |
            replace |                           | null
            remove  | :serial                   |
            replace | :lock.cut                 | "2"
            remove  | :lock                     |
            replace | :keys[value eq "k"].cut   | "2"
            """)
    void refusesAPatchThatChangesWhatIsImmutable(String op, String place, String value) { // point 70
        String path = URN + (place == null ? "" : place.replace("\"", "\\\""));

        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> patched(withImmutables(), op, path, value))
                .returns(400, ScimException::status)
                .returns("mutability", ScimException::scimType);
    }

    private static User withImmutables() {
        return read(
                "\"colour\":\"red\",\"serial\":\"s\",\"lock\":{\"cut\":\"1\"},\"keys\":[{\"value\":\"k\",\"cut\":\"1\"}]");
    }

    private static User put(User before, String members) {
        return ScimCodec.USER.read(user(members), before, new Dialect(Profile.STRICT, BADGE).reading());
    }

    @Test
    void givesAnImmutableAttributeItsFirstValue() { // point 70
        User before = read("\"colour\":\"red\"");

        assertThat(patched(before, "add", URN + ":serial", "\"s1\"")
                        .getExtensions()
                        .get(URN))
                .contains("\"serial\":\"s1\"");
    }

    /** Points 71 and 74 to 79 where the schema is the connection's own. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            add     | :doors                   | "c"                  | {"colour":"red","doors":["a","b","c"],"level":1}
            add     | :doors                   | "b"                  | {"colour":"red","doors":["a","b"],"level":1}
            add     | :DOORS                   | ["b","c"]            | {"colour":"red","doors":["a","b","c"],"level":1}
            replace | :doors                   | "c"                  | {"colour":"red","doors":["c"],"level":1}
            replace | :doors[value eq "a"]     | "z"                  | {"colour":"red","doors":["z","b"],"level":1}
            remove  | :doors[value eq "a"]     |                      | {"colour":"red","doors":["b"],"level":1}
            remove  | :doors[value eq "z"]     |                      | {"colour":"red","doors":["a","b"],"level":1}
            remove  | :doors                   |                      | {"colour":"red","level":1}
            add     |                          | {"Level":2}          | {"colour":"red","doors":["a","b"],"level":2}
            add     |                          | {"doors":["c"]}      | {"colour":"red","doors":["a","b","c"],"level":1}
            replace |                          | {"level":2}          | {"colour":"red","doors":["a","b"],"level":2}
            replace |                          | {"doors":["c"]}      | {"colour":"red","doors":["c"],"level":1}
            replace |                          | {"level":null}       | {"colour":"red","doors":["a","b"]}
            remove  |                          |                      |
            replace |                          | null                 |
            """)
    void changesAnExtensionAndItsValues(String op, String place, String value, String expected) {
        User before = read("\"colour\":\"red\",\"level\":1,\"doors\":[\"a\",\"b\"]");
        String path = URN + (place == null ? "" : place.replace("\"", "\\\""));

        assertThat(patched(before, op, path, value).getExtensions().get(URN)).isEqualTo(expected);
    }

    /** Point 79, where no schema tells whether the path ends with an attribute: it doesn't where it ends with the type. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"op":"add","path":"urn:example:x:1.0:User","value":{"b":[1]}}       | {"a":"1","b":[1]}
            {"op":"replace","path":"urn:EXAMPLE:x:1.0:user","value":{"a":"2"}}   | {"a":"2"}
            {"op":"add","path":"urn:example:x:1.0:User:b","value":"2"}           | {"a":"1","b":"2"}
            {"op":"replace","path":"urn:example:x:1.0:User:a","value":{"c":1}}   | {"a":{"c":1}}
            {"op":"add","value":{"urn:example:x:1.0:User":{"b":"2"}}}            | {"a":"1","b":"2"}
            {"op":"add","value":{"urn:example:x:1.0:User:b":"2"}}                | {"a":"1","b":"2"}
            {"op":"remove","path":"urn:example:x:1.0:User:a"}                    |
            {"op":"remove","path":"urn:example:other:1.0:User"}                  | {"a":"1"}
            {"op":"add","path":"urn:example:x:1.0:User:b[type eq \\"w\\"].value","value":"2"} | {"a":"1","b":[{"type":"w","value":"2"}]}
            {"op":"remove","path":"urn:example:x:1.0:User"}                      |
            """)
    void changesAnExtensionThatNobodyDeclared(String operation, String expected) {
        Reading lenient = Reading.lenient();
        User before = ScimCodec.USER.read(user("\"urn:example:x:1.0:User\":{\"a\":\"1\"}"), null, lenient);
        lenient.warnings().clear();

        User after = patched(before, operation, lenient);

        assertThat(after.getExtensions())
                .isEqualTo(expected == null ? Map.of() : Map.of("urn:example:x:1.0:User", expected));
        assertThat(lenient.warnings()).isNotEmpty();
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> patched(before, operation, new Dialect(Profile.STRICT, BADGE).reading()))
                .returns(400, ScimException::status);
    }

    @Test
    void knowsAnExtensionThatItHasWhateverItsUrnEndsWith() { // point 79
        Reading lenient = Reading.lenient();
        User before = ScimCodec.USER.read(user("\"urn:example:x\":{\"a\":\"1\"}"), null, lenient);

        assertThat(patched(before, "{\"op\":\"remove\",\"path\":\"urn:example:x\"}", lenient)
                        .getExtensions())
                .isEmpty();
        assertThat(patched(before, "{\"op\":\"add\",\"value\":{\"urn:example:x\":{\"b\":\"2\"}}}", lenient)
                        .getExtensions())
                .isEqualTo(Map.of("urn:example:x", "{\"a\":\"1\",\"b\":\"2\"}"));
    }

    @Test
    void comparesAValueWithPartsWithNoPlainOne() {
        Reading lenient = Reading.lenient();
        User before =
                ScimCodec.USER.read(user("\"urn:example:x:1.0:User\":{\"b\":[{\"type\":{\"x\":1}}]}"), null, lenient);

        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> patched(
                        before,
                        "{\"op\":\"replace\",\"path\":\"urn:example:x:1.0:User:b[type eq \\\"w\\\"].value\",\"value\":1}",
                        lenient))
                .returns(400, ScimException::status)
                .returns("invalidFilter", ScimException::scimType);
    }

    @Test
    void knowsAnUndeclaredExtensionByItsUrnInAnyCase() { // point 1
        Reading lenient = Reading.lenient();
        User before = ScimCodec.USER.read(user("\"URN:example:x:1.0:User\":{\"a\":\"1\"}"), null, lenient);

        assertThat(ScimCodec.USER.write(before).get("schemas").valueStream().map(schema -> schema.stringValue()))
                .containsExactly(ScimCodec.USER_URN, "URN:example:x:1.0:User");
        assertThat(ScimCodec.USER.read(user("\"urn:example:x:1.0:user\":{\"a\":\"1\"}"), before, lenient))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            add     | | "x"               | invalidValue
            add     | | [{"level":1}]     | invalidValue
            add     | | {"level":"x"}     | invalidValue
            add     | | {"printed":"x"}   | mutability
            add     | | {"shape":"x"}     | invalidPath
            replace | | {"colour":null}   | invalidValue
            replace | :doors[value eq "z"]  | "x" | noTarget
            replace | :doors[size eq 1]     | "x" | invalidFilter
            replace | :keys[primary gt true] | {} | invalidFilter
            replace | :keys[size eq 1]      | {}  | invalidFilter
            replace | :colour[value eq "red"] | "blue" | invalidPath
            replace | :doors[value eq "a"].value | "z" | invalidPath
            add     | :doors              | 7   | invalidValue
            """)
    void refusesAWrongChangeOfAnExtension(String op, String place, String value, String scimType) {
        User before = read("\"colour\":\"red\",\"doors\":[\"a\",\"b\"]");

        String path = URN + (place == null ? "" : place.replace("\"", "\\\""));

        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> patched(before, op, path, value))
                .returns(400, ScimException::status)
                .returns(scimType, ScimException::scimType);
    }

    @Test
    void leavesAloneWhatAPatchDoesNotTouch() {
        User before = ScimCodec.USER.read(user("\"" + URN + "\":{\"any\":\"thing\"}"), null, Reading.lenient());
        Reading strict = new Dialect(Profile.STRICT, BADGE).reading();

        User after = patched(before, "{\"op\":\"add\",\"path\":\"title\",\"value\":\"t\"}", strict);

        assertThat(after.getExtensions()).isEqualTo(before.getExtensions());
        assertThat(strict.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":"nope","attributes":[{"name":"a"}]}                                                  | id must be a URN
            {"id":"urn:ietf:params:scim:schemas:core:2.0:User","attributes":[{"name":"a"}]}            | id is the URN of a schema of SCIM itself
            {"id":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","attributes":[{"name":"a"}]} | SCIM itself
            {"id":"URN:IETF:params:scim:api:messages:2.0:Error","attributes":[{"name":"a"}]}           | SCIM itself
            {"id":"urn:example:a"}                                                                     | attributes must be an array
            {"id":"urn:example:a","attributes":[]}                                                     | attributes must be an array
            {"id":"urn:example:a","attributes":[7]}                                                    | attributes[0] must be a JSON object
            {"id":"urn:example:a","attributes":[{"name":"1a"}]}                                        | attributes[0].name must be
            {"id":"urn:example:a","attributes":[{"name":"a"},{"name":"A"}]}                            | attributes[1].name is there twice
            {"id":"urn:example:a","attributes":[{"name":"a","type":"text"}]}                           | attributes[0].type must be one of string
            {"id":"urn:example:a","attributes":[{"name":"a","required":"yes"}]}                        | attributes[0].required must be true or false
            {"id":"urn:example:a","attributes":[{"name":"a","colour":"red"}]}                          | attributes[0].colour isn't
            {"id":"urn:example:a","attributes":[{"name":"a","type":"complex"}]}                        | attributes[0].subAttributes
            {"id":"urn:example:a","attributes":[{"name":"a","type":"reference"}]}                      | attributes[0].referenceTypes
            {"id":"urn:example:a","attributes":[{"name":"a","type":"complex","subAttributes":[{"name":"b","type":"complex","subAttributes":[{"name":"c"}]}]}]} | attributes[0].subAttributes[0].type must not be complex
            {"id":"urn:example:a","attributes":[{"name":"a","mutability":"writeOnly"}]}                | attributes[0] is writeOnly
            {"id":"urn:example:a","attributes":[{"name":"a","returned":"never"}]}                      | attributes[0] is writeOnly
            {"id":"urn:example:a","attributes":[{"name":"a","uniqueness":"server"}]}                   | attributes[0].uniqueness must be none
            {"id":"urn:example:a","resourceTypes":["Device"],"attributes":[{"name":"a"}]}              | resourceTypes must hold
            {"id":"urn:example:a","extra":1,"attributes":[{"name":"a"}]}                               | extra isn't a member
            """)
    void refusesADefinitionAndNamesThePlace(String json, String message) {
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> ExtensionSchema.read(ScimJson.read(json)))
                .withMessageContaining(message);
    }

    @Test
    void readsWhatItWrites() {
        ExtensionSchema schema = ExtensionSchema.read(ScimJson.read(SCHEMA));

        assertThat(ExtensionSchema.read(schema.json())).isEqualTo(schema);
    }

    @Test
    void needsWhatABodyNamesOrMustNotLeaveOut() {
        var mutable = ExtensionSchemas.of(List.of(SCHEMA.replace("immutable", "readWrite")));

        assertThat(BADGE.neededBy("{\"URN:EXAMPLE:badge:1.0:user\":{}}", false)).containsOnlyKeys(URN);
        assertThat(BADGE.neededBy("{}", false)).isEmpty();
        assertThat(BADGE.neededBy("{}", true)).containsOnlyKeys(URN);
        assertThat(mutable.neededBy("{}", true)).isEmpty();
    }

    private static User read(String members) {
        return ScimCodec.USER.read(
                user("\"" + URN.toUpperCase(java.util.Locale.ROOT) + "\":{" + members + "}"),
                null,
                new Dialect(Profile.STRICT, BADGE).reading());
    }

    private static User patched(User before, String op, String path, String value) {
        return patched(
                before,
                "{\"op\":\"" + op + "\",\"path\":\"" + path + "\"" + (value == null ? "" : ",\"value\":" + value) + "}",
                new Dialect(Profile.STRICT, BADGE).reading());
    }

    private static User patched(User before, String operation, Reading reading) {
        var ops = PatchReader.read(
                ScimCodec.USER,
                ScimJson.read("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":["
                        + operation + "]}"),
                reading);
        return AttributePatch.apply(
                ScimCodec.USER,
                before,
                ops.stream().map(o -> (PatchOp.OnAttribute) o).toList(),
                reading);
    }

    private static tools.jackson.databind.node.ObjectNode user(String members) {
        return ScimJson.read("{\"schemas\":[\"" + ScimCodec.USER_URN + "\"],\"userName\":\"a\"," + members + "}");
    }
}
