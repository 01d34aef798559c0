package dev.rollcall.ingest.scim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever is sent, it is the client's fault: never a 5xx. */
class FuzzIT {

    private static final HttpCalls SCIM = Stage.shared().connection();

    @Property(tries = 150)
    void neverFailsOnAFilter(@ForAll("filters") String filter) {
        assertThat(SCIM.list("/Users", filter).status()).as(filter).isIn(200, 400);
        assertThat(SCIM.list("/Groups", filter).status()).as(filter).isIn(200, 400);
        assertThat(SCIM.list("", filter).status()).as(filter).isIn(200, 400);
    }

    @Property(tries = 100)
    void neverFailsOnAParameter(@ForAll String value) {
        for (String name : new String[] {"sortBy", "sortOrder", "startIndex", "count", "cursor", "attributes"}) {
            assertThat(SCIM.get("/Users?sortBy=id&" + name + "=" + HttpCalls.encoded(value))
                            .status())
                    .as(name)
                    .isIn(200, 400);
        }
    }

    @Property(tries = 100)
    void neverFailsOnABody(@ForAll("bodies") String body) {
        assertThat(SCIM.post("/Users", body).status()).as(body).isBetween(200, 499);
        assertThat(SCIM.post("/Groups", body).status()).as(body).isBetween(200, 499);
    }

    /** What was taken can be read, by itself and in a list. */
    @Property(tries = 120)
    void neverFailsOnAnOperation(
            @ForAll("ops") String op, @ForAll("paths") String path, @ForAll("values") String value) {
        String id = SCIM.post("/Users", "{\"userName\": \"u%d\"}".formatted(System.nanoTime()))
                .id();
        String body =
                "{\"Operations\": [{\"op\": \"%s\", \"path\": \"%s\", \"value\": %s}]}".formatted(op, path, value);
        assertThat(SCIM.patch("/Users/" + id, body).status()).as(body).isBetween(200, 499);
        assertThat(SCIM.get("/Users/" + id).status()).as(body).isEqualTo(200);
        assertThat(SCIM.list("/Users", "id eq \"" + id + "\" and schemas pr").status())
                .as(body)
                .isEqualTo(200);
    }

    @Property(tries = 60)
    void neverFailsOnABulkRequest(
            @ForAll("methods") String method,
            @ForAll("places") String place,
            @ForAll("values") String data,
            @ForAll("values") String bulkId) {
        String body = """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [
                  {"method": %s, "path": %s, "bulkId": %s, "data": %s}]}""".formatted(method, place, bulkId, data);

        var answer = SCIM.post("/Bulk", body);

        assertThat(answer.status()).as(body).isBetween(200, 499);
        answer.json()
                .path("Operations")
                .forEach(item ->
                        assertThat(item.get("status").stringValue()).as(body).doesNotStartWith("5"));
    }

    @Provide
    Arbitrary<String> ops() {
        return Arbitraries.of("add", "add", "replace", "remove");
    }

    @Provide
    Arbitrary<String> methods() {
        return Arbitraries.of("\"POST\"", "\"PUT\"", "\"patch\"", "\"DELETE\"", "\"GET\"", "null", "7");
    }

    @Provide
    Arbitrary<String> places() {
        return Arbitraries.of(
                "\"/Users\"",
                "\"/Users/bulkId:x\"",
                "\"/Users/a%2Fb\"",
                "\"/Groups/00000000-0000-7000-8000-000000000000\"",
                "\"/Bulk\"",
                "\"\"",
                "null",
                "[]");
    }

    @Provide
    Arbitrary<String> filters() {
        Arbitrary<String> words = Arbitraries.of(
                "userName",
                "EMAILS",
                "active",
                "id",
                "members",
                "meta.created",
                "emails[type",
                "emails[value",
                "x509Certificates",
                "urn:x:1.0:User:y",
                "gt",
                "sw",
                "ne",
                "\"2026-01-31T08:00:00Z\"",
                "eq",
                "Eq",
                "and",
                "or",
                "not",
                "(",
                ")",
                "[",
                "]",
                "\"a\"",
                "\"",
                "true",
                "null",
                "1",
                "pr",
                "co",
                "\u0000",
                "ü",
                ".",
                "urn:ietf:params:scim:schemas:core:2.0:User:userName");
        Arbitrary<String> comparisons = Arbitraries.of(
                "userName pr",
                "urn:x:1.0:User:y eq 1e400",
                "urn:x:1.0:User:y gt 1",
                "URN:x:1.0:User:y ne \"a\"",
                "emails[type eq \"work\"",
                "emails[type eq \"work\" and value pr]",
                "title eq \"\\u0000\"",
                "not (active eq true)");
        Arbitrary<String> glue = Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.just(" and ")), Tuple.of(2, Arbitraries.of(" or ", " OR ", " AND ")));
        Arbitrary<String> combined = Combinators.combine(comparisons, glue)
                .as((comparison, then) -> comparison + then)
                .list()
                .ofMaxSize(50)
                .map(parts -> String.join("", parts) + "id pr");
        return Arbitraries.oneOf(
                words.list().ofMaxSize(12).map(parts -> String.join(" ", parts)),
                combined,
                Arbitraries.strings().ofMaxLength(30));
    }

    @Provide
    Arbitrary<String> bodies() {
        Arbitrary<String> names = Arbitraries.of(
                "userName",
                "displayName",
                "active",
                "emails",
                "name",
                "members",
                "schemas",
                "id",
                "password",
                "x",
                "urn:x:y",
                "roles");
        Arbitrary<String> member =
                Combinators.combine(names, values()).as((name, value) -> "\"" + name + "\": " + value);
        return Arbitraries.oneOf(
                member.list().ofMaxSize(5).map(members -> "{" + String.join(", ", members) + "}"),
                Arbitraries.strings().ofMaxLength(40));
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of(
                "userName",
                "name",
                "name.givenName",
                "emails",
                "emails[type eq \\\"work\\\"].value",
                "emails[",
                "active",
                "members",
                "password",
                "meta",
                "urn:x:y:z",
                "",
                "$ref",
                "emails[value pr]",
                "emails[value gt 1].type",
                "emails[type eq true and (primary eq 7)].value",
                "emails[" + "(".repeat(200) + "value pr" + ")".repeat(200) + "]",
                "emails[" + "type pr and ".repeat(60) + "type pr or value pr].display",
                "emails[" + "type pr or type pr OR ".repeat(2_500) + "value pr].display",
                "urn:example:x:1.0:User:" + "a".repeat(1_001),
                "urn:example:x:1.0:User:b[type eq \\\"\\\\u0000\\\"].value",
                "urn:example:x:1.0:User:b[type eq 1e400].value",
                "urn:example:x:1.0:User:b[type eq \\\"w\\\"].value",
                "urn:example:x:1.0:User:b.c",
                "urn:example:x:1.0:User",
                "urn:",
                "emails.value.type.x",
                "name[givenName pr].familyName",
                "urn:ietf:params:scim:schemas:core:2.0:User",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
                "members[value eq \\\"x\\\"].display",
                "schemas");
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(
                "null",
                "\"\"",
                "\"a\"",
                "1",
                "1e400",
                "true",
                "\"False\"",
                "[]",
                "{}",
                "NaN",
                "1e999999999",
                "{\"a\": 1, \"a\": 2}",
                "[".repeat(40) + "]".repeat(40),
                "[".repeat(28) + "1" + "]".repeat(28),
                "{\"b\": {\"x\": 1}, \"c\": [{\"type\": {\"x\": 1}}]}",
                "\"" + "\uD83D\uDE00".repeat(5_000) + "\"",
                "\"bulkId:x\"",
                "{\"userName\": \"bulkId:x\"}",
                "[null]",
                "[[]]",
                "{\"value\": \"a\"}",
                "[{\"value\": \"a\", \"primary\": true}, {\"value\": {}}]",
                "\"\\u0000\"",
                "\"\\ud800\"");
    }
}
