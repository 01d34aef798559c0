package dev.rollcall.schemas.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Points 1, 45 to 58. */
class ConditionTest {

    private static final QuerySchema USERS = QuerySchemas.of(ResourceType.USER);
    private static final QuerySchema GROUPS = QuerySchemas.of(ResourceType.GROUP);

    private static final ObjectNode ADA = ScimJson.read("""
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User",
                         "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "urn:acme:1.0:User"],
             "id": "0190-A", "externalId": "Ext-1", "userName": "Ada@Example.com", "active": true,
             "title": "Countess \\"of\\" L\\u00fcbeck", "nickName": "",
             "name": {"familyName": "Lovelace"}, "profileUrl": "https://x/A",
             "emails": [{"value": "ada@work.com", "type": "work", "primary": false},
                        {"value": "ada@home.com", "type": "home", "primary": true}],
             "groups": [{"value": "g-1", "$ref": "https://x/Groups/g-1", "display": "Eng", "type": "direct"}],
             "x509Certificates": [{"value": "QUJD"}],
             "meta": {"resourceType": "User", "created": "2026-01-31T08:00:00Z",
                      "lastModified": "2026-02-01T09:30:00.250Z", "version": "W/\\"2\\""},
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
                 {"department": "Analysis", "manager": {"value": "0190-B"}},
             "urn:acme:1.0:User": {"Badge": 7, "tags": ["Red", "blue"], "vip": true}}""");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userName eq \"ada@example.com\"",
                "username Eq \"ADA@example.com\"",
                "urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"ada@example.com\"",
                "URN:IETF:params:scim:schemas:CORE:2.0:user:NAME.familyname sw \"love\"",
                "userName co \"EXAMPLE\"",
                "userName ew \".com\"",
                "userName ne \"x\"",
                "title ne \"x\" and displayName ne \"x\"",
                "id eq \"0190-A\"",
                "externalId eq \"Ext-1\"",
                "not (externalId eq \"ext-1\")",
                "profileUrl eq \"https://x/A\" and not (profileUrl eq \"https://x/a\")",
                "title eq \"countess \\\"of\\\" l\\u00fcbeck\"",
                "emails eq \"ADA@work.com\"",
                "emails.value eq \"ada@home.com\"",
                "emails co \"@work\"",
                "email co \"@work\"",
                "email.value sw \"ada@h\"",
                "emails.type eq \"work\" and emails.value co \"home\"",
                "emails[type eq \"work\"].value eq \"ada@work.com\"",
                "emails[type eq \"work\" and value co \"@work\"]",
                "emails[type eq \"home\" and primary eq true]",
                "emails[not (type eq \"work\")]",
                "urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq \"work\"]",
                "name[familyName eq \"lovelace\"]",
                "active eq true",
                "active ne false",
                "active pr",
                "emails pr",
                "name pr",
                "title pr and (userName pr)",
                "not (nickName pr) and not (displayName pr) and not (photos pr)",
                "nickName eq null",
                "title ne null",
                "groups eq \"g-1\"",
                "groups.value eq \"g-1\"",
                "groups.$ref ew \"/g-1\"",
                "groups[display eq \"ENG\" and type eq \"direct\"]",
                "schemas eq \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"",
                "schemas eq \"URN:acme:1.0:user\"",
                "meta.lastModified gt \"2026-02-01T09:30:00Z\"",
                "meta.lastModified eq \"2026-02-01T10:30:00.25+01:00\"",
                "meta.lastModified lt \"2026-02-01T09:30:01\"",
                "meta.created le \"2026-01-31T08:00:00.000Z\" and meta.created ge \"2026-01-31T09:00:00+01:00\"",
                "meta.resourceType eq \"User\" and not (meta.resourceType eq \"user\")",
                "userName gt \"aaa\" and userName lt \"b\"",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"analysis\"",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager eq \"0190-B\"",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq \"0190-B\"",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User pr",
                "urn:acme:1.0:User:badge eq 7.0",
                "urn:acme:1.0:User:badge gt -3 and urn:acme:1.0:User:badge lt 1e1",
                "urn:acme:1.0:User:tags eq \"RED\"",
                "urn:acme:1.0:User:vip eq true",
                "x509Certificates eq \"QUJD\" and not (x509Certificates eq \"qujd\")",
                "title eq \"x\" or userName pr and active eq true",
                "userName pr or title eq \"x\" and active eq false",
                "NOT (title eq \"x\") AND (active eq false OR userName pr)",
                "title co \"\"",
            })
    void holds(String filter) {
        assertThat(FilterParser.parse(filter, USERS).matches(ADA)).isTrue();
    }

    /** Point 52: what has no value equals nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"not (active pr)", "not (active eq true)", "active ne true", "active ne false"})
    void holdsWhereActiveIsUnassigned(String filter) {
        ObjectNode ada = ADA.deepCopy();
        ada.remove("active");
        assertThat(FilterParser.parse(filter, USERS).matches(ada)).isTrue();
        assertThat(FilterParser.parse("not (" + filter + ")", USERS).matches(ada))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id eq \"0190-a\"",
                "emails[type eq \"work\" and value co \"home\"]",
                "emails[type eq \"work\"].value eq \"ada@home.com\"",
                "emails[type eq \"other\"]",
                "(userName pr or title eq \"x\") and active eq false",
                "displayName eq \"x\"",
                "displayName gt \"\"",
                "nickName eq \"\"",
                "urn:acme:1.0:User:badge eq \"7\"",
                "urn:acme:1.0:User:other pr",
                "urn:other:1.0:User:x eq 1",
                "meta.lastModified gt \"2026-02-01T09:30:00.250Z\"",
                "groups eq \"G-1\"",
            })
    void doesNotHold(String filter) {
        assertThat(FilterParser.parse(filter, USERS).matches(ADA)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "userName",
                "userName eq",
                "userName eq jdoe",
                "userName eq 'jdoe'",
                "userName xx \"a\"",
                "userName eq 7",
                "userName gt true",
                "userName co null",
                "userName eq [\"a\"]",
                "userName eq {\"$ne\": 1}",
                "not userName eq \"a\"",
                "userName eq \"a\" and",
                "userName eq \"a\" b",
                "$where eq \"1\"",
                "shoeSize eq 44",
                "emails.shoe eq \"a\"",
                "emails[shoe eq \"a\"]",
                "userName[a eq 1]",
                "userName.value eq \"a\"",
                "members eq \"x\"",
                "password pr",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:shoe pr",
                "urn:ietf:params:scim:schemas:core:2.0:Group:displayName pr",
                "active gt true",
                "active co \"t\"",
                "active eq \"true\"",
                "active eq NaN",
                "x509Certificates gt \"A\"",
                "name eq \"x\"",
                "meta gt \"x\"",
                "meta.created eq \"yesterday\"",
                "meta.created co \"2026\"",
                "userName eq \"\uD800\"",
                "emails[type eq \"work\"",
                "emails[type eq \"work\"].shoe eq \"a\"",
                "userName pr \u0000junk",
                "urn:x:1.0:User:y eq 1e400",
            })
    void refuses(String filter) {
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> FilterParser.parse(filter, USERS))
                .returns(400, ScimException::status)
                .returns("invalidFilter", ScimException::scimType);
    }

    @Test
    void refusesWhatIsTooLongOrTooDeepBeforeItIsParsed() {
        for (String filter : List.of(
                "userName eq \"" + "a".repeat(64 * 1024) + "\"",
                "(".repeat(1_000) + "userName pr" + ")".repeat(1_000),
                "not (".repeat(1_000) + "userName pr" + ")".repeat(1_000),
                "emails[".repeat(1_000))) {
            refuses(filter);
        }
        assertThat(FilterParser.parse("userName eq \"" + "(".repeat(1_000) + "\"", USERS)
                        .matches(ADA))
                .isFalse();
    }

    @Test
    void takesAnAttributeOfAnotherTypeForOneWithoutValue() {
        var both = List.of(USERS, GROUPS);
        assertThat(FilterParser.parse("members pr", USERS, both).matches(ADA)).isFalse();
        assertThat(FilterParser.parse("members eq \"u\"", USERS, both).matches(ADA))
                .isFalse();
        assertThat(FilterParser.parse("members ne \"u\" and userName pr", USERS, both)
                        .matches(ADA))
                .isTrue();
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> FilterParser.parse("shoeSize pr", USERS, both))
                .returns("invalidFilter", ScimException::scimType);
    }

    @Property
    void neverThrowsAnythingButInvalidFilter(@ForAll("filters") String filter) {
        try {
            FilterParser.parse(filter, USERS).matches(ADA);
        } catch (ScimException e) {
            assertThat(e.scimType()).isEqualTo("invalidFilter");
        }
    }

    /** Half of them comparisons with operators between them, of which most are right. */
    @Provide
    Arbitrary<String> filters() {
        Arbitrary<String> attributes = Arbitraries.of(
                "userName", "EMAILS", "active", "emails.type", "meta.created", "urn:acme:1.0:User:badge", "shoeSize");
        Arbitrary<String> comparisons = Arbitraries.of(
                "pr",
                "eq \"a\"",
                "Ne \"a\"",
                "gt 1",
                "eq 1e400",
                "lt -1e308",
                "eq true",
                "sw \"\\ud800\"",
                "co \"\"",
                "eq null");
        Arbitrary<String> glue = Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.just(" and ")),
                Tuple.of(2, Arbitraries.of(" or ", " OR ", " AND ")),
                Tuple.of(1, Arbitraries.of(" and not (", ") or (", "[", "] and ", " ")));
        Arbitrary<String> many = Combinators.combine(attributes, comparisons, glue)
                .as((attribute, comparison, then) -> attribute + " " + comparison + then)
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts) + "id pr");
        return Arbitraries.oneOf(many, Arbitraries.strings());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 400})
    @Timeout(30)
    void evaluatesManyAndsBeforeAnOr(int ands) {
        String filter = "userName pr and ".repeat(ands) + "title pr or userName pr";

        assertThat(FilterParser.parse(filter, USERS).matches(ADA)).isTrue();
    }
}
