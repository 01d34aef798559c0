package dev.rollcall.ingest.scim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Bad input is refused with the right status and scimType, and nothing of it is published. Points 31, 32, 53, 67, 73 and
 * 95.
 */
class BadInputIT {

    private static final String UNKNOWN = UUID.randomUUID().toString();

    private final Stage stage = Stage.shared();
    private final HttpCalls scim = stage.connection();

    private record Bad(
            String name,
            String method,
            String path,
            @Nullable String body,
            int status,
            String scimType) {}

    @TestFactory
    List<DynamicTest> refuses() {
        return List.of(
                        bad("malformed JSON", "POST", "/Users", "{\"userName\": ", 400, "invalidSyntax"),
                        bad("an empty body", "POST", "/Users", "", 400, "invalidSyntax"),
                        bad("an array", "POST", "/Users", "[]", 400, "invalidSyntax"),
                        bad("two objects", "POST", "/Users", "{} {}", 400, "invalidSyntax"),
                        bad("duplicate members", "POST", "/Users", """
                                {"userName": "a", "userName": "b"}""", 400, "invalidSyntax"),
                        bad(
                                "deep nesting",
                                "POST",
                                "/Users",
                                "{\"a\":".repeat(40) + "1" + "}".repeat(40),
                                400,
                                "invalidSyntax"),
                        bad("an unknown attribute", "POST", "/Users", """
                                {"userName": "a", "shoeSize": "44"}""", 400, "invalidSyntax"),
                        bad("a wrong type", "POST", "/Users", """
                                {"userName": 7}""", 400, "invalidValue"),
                        bad("a wrong boolean", "POST", "/Users", """
                                {"userName": "a", "active": "maybe"}""", 400, "invalidValue"),
                        bad("a missing userName", "POST", "/Users", """
                                {"name": {"givenName": "A"}}""", 400, "invalidValue"),
                        bad("another type's schema", "POST", "/Users", """
                                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "userName": "a"}""", 400, "invalidSyntax"),
                        bad("a member without value", "POST", "/Groups", """
                                {"displayName": "G", "members": [{"display": "x"}]}""", 400, "invalidValue"),
                        bad("a PATCH without operations", "PATCH", "/Users/" + UNKNOWN, "{}", 400, "invalidSyntax"),
                        bad("an empty list of operations", "PATCH", "/Users/" + UNKNOWN, """
                                {"Operations": []}""", 400, "invalidSyntax"),
                        bad(
                                "a PATCH with another message's schema",
                                "PATCH",
                                "/Users/" + UNKNOWN,
                                """
                                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
                                 "Operations": [{"op": "remove", "path": "title"}]}""",
                                400,
                                "invalidSyntax"),
                        bad("an operation of JSON Patch", "PATCH", "/Users/" + UNKNOWN, """
                                {"Operations": [{"op": "test", "path": "title", "value": "x"}]}""", 400, "invalidSyntax"),
                        bad("an index of JSON Patch", "PATCH", "/Users/" + UNKNOWN, """
                                {"Operations": [{"op": "replace", "path": "/emails/0", "value": "x"}]}""", 400, "invalidPath"),
                        bad("a remove without path", "PATCH", "/Users/" + UNKNOWN, """
                                {"Operations": [{"op": "remove"}]}""", 400, "noTarget"),
                        bad("a path to no attribute", "PATCH", "/Users/" + UNKNOWN, """
                                {"Operations": [{"op": "replace", "path": "shoeSize", "value": 1}]}""", 400, "invalidPath"),
                        bad("an id that isn't ours", "PUT", "/Users/0", """
                                {"userName": "a"}""", 404, ""),
                        bad("GET of an unknown id", "GET", "/Users/" + UNKNOWN, null, 404, ""),
                        bad("an unknown path", "GET", "/Things", null, 404, ""),
                        bad("a wrong method", "DELETE", "/Users", null, 405, ""),
                        bad("an unknown operator", "GET", filtered("userName like \"a\""), null, 400, "invalidFilter"),
                        bad("an order of booleans", "GET", filtered("active gt true"), null, 400, "invalidFilter"),
                        bad(
                                "an unknown filter attribute",
                                "GET",
                                filtered("shoeSize eq 44"),
                                null,
                                400,
                                "invalidFilter"),
                        bad("a group's attribute", "GET", filtered("members pr"), null, 400, "invalidFilter"),
                        bad(
                                "MongoDB's operators",
                                "GET",
                                filtered("userName eq {\"$ne\": 1}"),
                                null,
                                400,
                                "invalidFilter"),
                        bad("MongoDB's names", "GET", filtered("$where eq \"1\""), null, 400, "invalidFilter"),
                        bad(
                                "1,000 parentheses",
                                "GET",
                                filtered("(".repeat(1_000) + "userName pr" + ")".repeat(1_000)),
                                null,
                                400,
                                "invalidFilter"),
                        bad(
                                "a filter of 64 KiB",
                                "POST",
                                "/Users/.search",
                                """
                                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
                                 "filter": "userName eq \\"%s\\""}""".formatted("a".repeat(64 * 1024)),
                                400,
                                "invalidFilter"),
                        bad(
                                "a filter of 64 KiB in the URL",
                                "GET",
                                filtered("userName eq \"" + "a".repeat(64 * 1024) + "\""),
                                null,
                                400,
                                "invalidFilter"),
                        bad("an unknown sortBy", "GET", "/Users?sortBy=shoeSize", null, 400, "invalidValue"),
                        bad("an unknown sortOrder", "GET", "/Users?sortBy=id&sortOrder=up", null, 400, "invalidValue"),
                        bad("a forged cursor", "GET", "/Users?cursor=abc", null, 400, "invalidCursor"),
                        bad("a broken filter", "GET", "/Users?filter=userName%20eq", null, 400, "invalidFilter"),
                        bad("a count that is no number", "GET", "/Users?count=many", null, 400, "invalidValue"),
                        bad(
                                "both attribute lists",
                                "GET",
                                "/Users?attributes=id&excludedAttributes=name",
                                null,
                                400,
                                "invalidValue"),
                        bad("more than 10 MiB", "POST", "/Users", " ".repeat(10 * 1024 * 1024 + 1), 413, ""))
                .stream()
                .map(bad -> DynamicTest.dynamicTest(bad.name(), () -> {
                    long before = stage.requests().published();
                    scim.send(bad.method(), bad.path(), bad.body()).expectError(bad.status(), bad.scimType());
                    assertThat(stage.requests().published()).isEqualTo(before);
                }))
                .toList();
    }

    @Test
    void refusesAnotherMediaType() {
        long before = stage.requests().published();
        scim.post("/Users", "{\"userName\": \"a\"}", "Content-Type", "text/plain")
                .expectError(415, "");
        assertThat(stage.requests().published()).isEqualTo(before);
    }

    @Test
    void refusesABodyThatIsCompressedAndTakesOneThatSaysItIsNot() {
        String apps = "/api/v1/apps";
        String user = "{\"userName\": \"plain@example.com\"}";

        var refused = scim.post("/Users", user, "Content-Encoding", "gzip");

        assertThat(refused.expectError(415, "").get("detail").stringValue()).contains("Content-Encoding");
        assertThat(refused.header("Accept-Encoding")).isEqualTo("identity");
        assertThat(stage.admin()
                        .post(apps, "{}", "Content-Encoding", "br")
                        .expect(415)
                        .get("detail")
                        .stringValue())
                .contains("Content-Encoding");
        scim.post("/Users", user, "Content-Encoding", "Identity").expect(201);
    }

    @Test
    void refusesMissingWrongAndOtherConnectionsTokensAlike() {
        long before = stage.requests().published();
        String other = stage.connection().token();
        HttpCalls nobody = new HttpCalls(stage.url() + "/scim/v2/no-such-connection", scim.token());
        for (HttpCalls calls : List.of(
                scim.withToken(null),
                scim.withToken("nonsense"),
                scim.withToken("rc_" + scim.connection() + "_wrong"),
                scim.withToken(other),
                nobody)) {
            var refused = calls.post("/Users", "{\"userName\": \"a\"}");
            refused.expectError(401, "");
            assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer ");
        }
        scim.withToken(null)
                .get("/Users", "Authorization", "bEARER " + scim.token())
                .expect(200);
        assertThat(stage.requests().published()).isEqualTo(before);
    }

    @Test
    void refusesPathsWithTraps() {
        for (String path : List.of("/Users/a%2Fb", "/Users/%00", "/Users/..%2f..%2f", "/Users/a;b=c")) {
            assertThat(scim.get(path).status()).isIn(400, 404);
        }
    }

    private static String filtered(String filter) {
        return "/Users?filter=" + HttpCalls.encoded(filter);
    }

    private static Bad bad(
            String name, String method, String path, @Nullable String body, int status, String scimType) {
        return new Bad(name, method, path, body, status, scimType);
    }
}
