package dev.rollcall.ingest.activity.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.schemas.query.FilterParser;
import dev.rollcall.schemas.query.QuerySchemas;
import dev.rollcall.schemas.scim.ExtensionSchemas;
import dev.rollcall.schemas.scim.ScimJson;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.LinkedMultiValueMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class RedactionTest {

    /** Stands in whatever a client sends; nothing that is kept may hold it. */
    private static final String SECRET = "Zzqj";

    private static final String ID = "0190f3c2-7b1a-7c3e-9f00-0123456789ab";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "username Eq \"ada@example.com\" | username Eq \"…\"",
                "emails[type eq \"work\" and value co \"a \\\"b\\\" c\"] | emails[type eq \"…\" and value co \"…\"]",
                "meta.lastModified gt \"2026-01-31T08:00:00Z\" or active eq true | meta.lastModified gt \"…\" or active eq true",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq 4711 | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq …",
                "not (title pr) | not (title pr)"
            })
    void hidesWhatAFilterComparesWith(String filter, String kept) {
        assertThat(Redaction.filter(filter, true)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "userName eq ada@example.com | userName eq …",
                "userName = \"ada\" | userName … \"…\"",
                "ada eq userName | … eq userName",
                "userName eq \"ada lovelace | userName eq …lovelace"
            })
    void keepsOnlyKnownWordsOfWhatIsNoFilter(String filter, String kept) {
        assertThat(Redaction.filter(filter, false)).isEqualTo(kept.replace("lovelace", " …"));
    }

    @ParameterizedTest
    @CsvSource({
        "/Users, /Users",
        "/Users/" + ID + ", /Users/" + ID,
        "/Users/ada@example.com, /Users/…",
        "/users, /users",
        "/scim/v2/hr/Users, /scim/v2/…/Users",
        "'', /",
        "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User, /Schemas/urn:ietf:params:scim:schemas:core:2.0:User",
        "/Users/..;/x, /Users/…/…"
    })
    void keepsOfAPathWhatScimMeans(String path, String kept) {
        assertThat(Redaction.path(path)).isEqualTo(kept);
    }

    @Test
    void keepsTheParametersOfScim() {
        var query = new LinkedMultiValueMap<String, String>();
        query.add("filter", "userName eq \"ada\"");
        query.add("startIndex", "1");
        query.add("count", "ada");
        query.add("attributes", "userName,emails.value");
        query.add("cursor", "abcdef");
        query.add("ada", "lovelace");

        assertThat(Redaction.query(query, true))
                .isEqualTo("filter=userName eq \"…\"&startIndex=1&count=…&attributes=userName,emails.value&cursor=…&…");
        assertThat(Redaction.query(new LinkedMultiValueMap<>(), true)).isNull();
    }

    @Test
    void hidesAStringThatIsLongerThanTheStackIsDeep() {
        String filter = "userName eq \"" + "\\\"x".repeat(300_000) + "\"";

        assertThat(Redaction.filter(filter, true)).isEqualTo("userName eq \"…\"");
    }

    @Test
    void keepsTheShapeOfABody() {
        String body = """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[
                 {"op":"Replace","path":"emails[type eq \\"work\\"].value","value":"ada@example.com"},
                 {"op":"add","path":"members","value":[{"value":"%s","display":"Ada"}]},
                 {"op":"wipe","value":{"active":"False","title":"","age":36,"tall":true,"gone":null}}]}
                """.formatted(ID);

        assertThat(redacted(body)).isEqualTo("""
                        {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[\
                        {"op":"Replace","path":"emails[type eq \\"…\\"].value","value":"…"},\
                        {"op":"add","path":"members","value":[{"value":"%s","display":"…"}]},\
                        {"op":"…","value":{"active":"False","title":"","age":0,"tall":true,"gone":null}}]}""".formatted(ID));
    }

    @Test
    void cutsWhatIsLong() {
        ArrayNode members = ScimJson.arrayNode();
        for (int i = 0; i < 50_000; i++) {
            members.add(ScimJson.objectNode().put("value", "user " + i));
        }
        ObjectNode group = ScimJson.objectNode();
        group.set("members", members);

        assertThat(redacted(group.toString())).contains("…49980 more").hasSizeLessThan(1_000);
        assertThat(RedactedBody.of(group.toString(), 100)).hasSize(101).endsWith("…");
        assertThat(RedactedBody.of("[1]", 100)).isNull();
        assertThat(RedactedBody.of("ada".getBytes(StandardCharsets.UTF_8), 100)).isNull();
    }

    /** Whatever is hidden anywhere in a body, at any depth and under any name: it isn't in what is kept. */
    @Property(tries = 500)
    void keepsNoValueOfABody(@ForAll("bodies") ObjectNode body) {
        assertThat(redacted(body.toString())).doesNotContain(SECRET);
    }

    @Provide
    Arbitrary<ObjectNode> bodies() {
        return objects(4);
    }

    private static Arbitrary<ObjectNode> objects(int depth) {
        Arbitrary<String> names = Arbitraries.of(
                "userName",
                "op",
                "path",
                "value",
                "type",
                "schemas",
                "id",
                "$ref",
                "method",
                "password",
                "TYPE",
                SECRET + " is a name");
        Arbitrary<String> values = Arbitraries.of(
                SECRET,
                "work " + SECRET,
                "emails[type eq \"" + SECRET + "\"].value",
                "emails[type eq " + SECRET + "].value",
                "emails[value co \"a\\\" " + SECRET + "\"]",
                "urn:example:" + SECRET,
                "urn:ietf:params:scim:" + SECRET.charAt(0) + " " + SECRET,
                "/Users/" + SECRET,
                ID + SECRET,
                "add");
        return Arbitraries.maps(names, values.list().ofMaxSize(3)).ofMaxSize(6).flatMap(members -> {
            ObjectNode object = ScimJson.objectNode();
            members.forEach((name, list) -> {
                if (list.size() == 1) {
                    object.put(name, list.getFirst());
                } else {
                    ArrayNode array = object.putArray(name);
                    list.forEach(array::add);
                }
            });
            return depth == 0
                    ? Arbitraries.just(object)
                    : objects(depth - 1).map(inner -> {
                        object.set("inner", inner);
                        return object;
                    });
        });
    }

    /** A filter that is understood holds what it compares with between quotes or as a number, and nowhere else. */
    @Property(tries = 500)
    void keepsNoOperandOfAFilter(@ForAll("filters") String filter) {
        FilterParser.parse(filter, QuerySchemas.of(dev.rollcall.event.ResourceType.USER, ExtensionSchemas.NONE));

        assertThat(Redaction.filter(filter, true)).doesNotContain(SECRET, "4711");
        assertThat(Redaction.filter(filter, false)).doesNotContain(SECRET, "4711");
    }

    @Provide
    Arbitrary<String> filters() {
        Arbitrary<String> operands = Arbitraries.of(
                SECRET,
                "a " + SECRET + " b",
                "\\\"" + SECRET,
                SECRET + "\\\\",
                "and userName eq " + SECRET,
                ") or (" + SECRET,
                "é" + SECRET + "\\u00e9");
        Arbitrary<String> attributes = Arbitraries.of("userName", "emails.value", "NAME.familyName", "title");
        Arbitrary<String> operators = Arbitraries.of("eq", "Eq", "ne", "CO", "sw", "gt");
        Arbitrary<String> comparison = net.jqwik.api.Combinators.combine(attributes, operators, operands)
                .as((attribute, operator, operand) -> attribute + ' ' + operator + " \"" + operand + '"');
        return comparison.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join(" and ", parts));
    }

    private static String redacted(String body) {
        return String.valueOf(RedactedBody.of(body, 1_000_000));
    }
}
