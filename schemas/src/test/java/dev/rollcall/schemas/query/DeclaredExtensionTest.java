package dev.rollcall.schemas.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.scim.ExtensionSchemas;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Filters and sorts know what a connection declares. Points 1, 51 to 53, 59. */
class DeclaredExtensionTest {

    private static final String BADGE = "urn:example:badge:1.0:User:";
    private static final ExtensionSchemas DECLARED = ExtensionSchemas.of(List.of("""
            {"id": "urn:example:badge:1.0:User", "attributes": [
              {"name": "colour"}, {"name": "code", "caseExact": true}, {"name": "level", "type": "integer"},
              {"name": "weight", "type": "decimal"}, {"name": "since", "type": "dateTime"},
              {"name": "lost", "type": "boolean"}, {"name": "photo", "type": "binary"},
              {"name": "door", "type": "reference", "referenceTypes": ["external"]},
              {"name": "userName"}, {"name": "tags", "multiValued": true},
              {"name": "grants", "type": "complex", "multiValued": true,
               "subAttributes": [{"name": "value"}, {"name": "until", "type": "dateTime"}]}]}""", """
            {"id": "urn:example:pass:2.0", "attributes": [{"name": "number", "type": "integer"}]}"""));
    private static final QuerySchema USERS = QuerySchemas.of(ResourceType.USER, DECLARED);

    private static final ObjectNode ADA = ScimJson.read("""
            {"userName": "ada",
             "urn:example:badge:1.0:User": {"colour": "Red", "code": "Ab-1", "level": 10, "weight": 1.50,
                "since": "2026-03-01T10:00:00+01:00", "lost": false, "photo": "QUJD", "door": "https://x/Door",
                "userName": "Stra\\u00dfe", "tags": ["Night", "vip"],
                "grants": [{"value": "Lab", "until": "2026-05-01T00:00:00Z"}, {"value": "roof"}]},
             "urn:example:pass:2.0": {"number": 7},
             "urn:acme:1.0:User": {"anything": "goes"}}""");

    @ParameterizedTest
    @ValueSource(
            strings = {
                BADGE + "colour eq \"red\"",
                "URN:example:BADGE:1.0:user:COLOUR sw \"r\"",
                BADGE + "code eq \"Ab-1\" and not (" + BADGE + "code eq \"ab-1\")",
                BADGE + "level gt 9 and " + BADGE + "level le 10.0",
                BADGE + "weight eq 1.5 and " + BADGE + "weight lt 1.51",
                BADGE + "since eq \"2026-03-01T09:00:00Z\" and " + BADGE + "since lt \"2026-03-01T09:30:00Z\"",
                BADGE + "lost eq false and " + BADGE + "lost ne true",
                BADGE + "photo eq \"QUJD\" and not (" + BADGE + "photo eq \"qujd\")",
                BADGE + "door eq \"https://x/Door\" and not (" + BADGE + "door eq \"https://x/door\")",
                BADGE + "userName sw \"STRA\" and not (" + BADGE + "userName eq \"strasse\")",
                BADGE + "tags eq \"night\" and " + BADGE + "tags eq \"VIP\"",
                BADGE + "grants[value eq \"lab\" and until ge \"2026-05-01T00:00:00Z\"]",
                BADGE + "grants eq \"ROOF\" and " + BADGE + "grants.until pr",
                BADGE + "level ne null and not (" + BADGE + "level eq null)",
                "urn:example:badge:1.0:User pr and urn:example:pass:2.0 pr",
                "urn:example:pass:2.0:number eq 7",
                "urn:acme:1.0:User:anything eq \"GOES\" and not (urn:acme:1.0:User:other pr)",
            })
    void holds(String filter) {
        assertThat(FilterParser.parse(filter, USERS).matches(ADA)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            level eq "10"                     | level is compared with a number, without quotes by eq
            level gt true                     | level is compared with a number
            level co "1"                      | The operator co isn't defined
            weight eq "heavy"                 | weight is compared with a number
            since gt 2026                     | since is compared with a date and time
            since eq "yesterday"              | since is compared with a date and time
            since sw "2026"                   | The operator sw isn't defined
            lost gt false                     | The operator gt isn't defined
            lost le true                      | The operator le isn't defined
            lost eq "false"                   | lost is compared with true or false, without quotes
            photo gt "QUJD"                   | The operator gt isn't defined
            colour eq 1                       | colour is compared with text in double quotes
            code co true                      | code is compared with text in double quotes
            door gt 1                         | door is compared with text in double quotes
            grants gt 1                       | grants.value is compared with text in double quotes
            grants[until eq "x"]              | until is compared with a date and time
            shoeSize eq 44                    | names urn:example:badge:1.0:User:shoeSize, which isn't an attribute
            shoeSize pr                       | names urn:example:badge:1.0:User:shoeSize, which isn't an attribute
            grants.shoe pr                    | names urn:example:badge:1.0:User:grants.shoe, which isn't an attribute
            grants[shoe pr]                   | names shoe, which isn't an attribute
            colour.value pr                   | names urn:example:badge:1.0:User:colour.value, which isn't an attribute
            """)
    void refusesWhatDoesNotFitTheDeclaration(String filter, String detail) {
        for (QuerySchema groups : List.of(QuerySchemas.of(ResourceType.GROUP), USERS)) {
            assertThatExceptionOfType(ScimException.class)
                    .isThrownBy(() -> FilterParser.parse(BADGE + filter, USERS, List.of(USERS, groups)))
                    .returns(400, ScimException::status)
                    .returns("invalidFilter", ScimException::scimType)
                    .satisfies(e -> assertThat(e.detail()).contains(detail));
        }
    }

    @Test
    void sortsByTheDeclaredType() {
        assertThat(key("level")).isLessThan(key(BADGE + "level", "{\"level\": 11}"));
        assertThat(key("level")).isGreaterThan(key(BADGE + "level", "{\"level\": 9}"));
        assertThat(key("since")).isEqualTo(key(BADGE + "since", "{\"since\": \"2026-03-01T09:00:00Z\"}"));
        assertThat(key("code")).isEqualTo("Ab-1");
        assertThat(key("colour")).isEqualTo("red");
        for (String unknown : List.of(BADGE + "shoeSize", "urn:example:badge:1.0:User")) {
            assertThatExceptionOfType(ScimException.class)
                    .isThrownBy(() -> Order.of(unknown, false, USERS, List.of(USERS)))
                    .returns("invalidValue", ScimException::scimType);
        }
    }

    /** What was stored before it was declared may be of another type. */
    @Test
    void takesAValueOfAnotherTypeForNone() {
        var old = ScimJson.read("{\"urn:example:badge:1.0:User\": {\"level\": \"high\", \"lost\": \"no\"}}");
        assertThat(FilterParser.parse(BADGE + "level ne 3", USERS).matches(old)).isTrue();
        assertThat(FilterParser.parse(BADGE + "level gt 0", USERS).matches(old)).isFalse();
        assertThat(FilterParser.parse(BADGE + "lost eq false", USERS).matches(old))
                .isFalse();
        assertThat(Order.of(BADGE + "level", false, USERS, List.of()).key(old)).isNull();
    }

    @Test
    void leavesOtherConnectionsAlone() {
        QuerySchema undeclared = QuerySchemas.of(ResourceType.USER);
        assertThat(FilterParser.parse(BADGE + "level eq \"high\" or " + BADGE + "shoeSize pr", undeclared)
                        .matches(ADA))
                .isFalse();
        assertThat(FilterParser.parse(BADGE + "code eq \"AB-1\"", undeclared).matches(ADA))
                .isTrue();
    }

    private static String key(String attribute) {
        return String.valueOf(
                Order.of(BADGE + attribute, false, USERS, List.of()).key(ADA));
    }

    private static String key(String path, String badge) {
        return String.valueOf(Order.of(path, false, USERS, List.of())
                .key(ScimJson.read("{\"urn:example:badge:1.0:User\": " + badge + "}")));
    }
}
