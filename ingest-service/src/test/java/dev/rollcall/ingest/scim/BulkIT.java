package dev.rollcall.ingest.scim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Points 86 to 90: bulk requests (RFC 7644 §3.7). */
class BulkIT {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private final Stage stage = Stage.shared();
    private final HttpCalls scim = stage.connection();

    @Test
    void point86ResolvesForwardReferencesInMembersExtensionsAndPaths() {
        JsonNode answers = bulk("""
                {"method": "POST", "path": "/Groups", "bulkId": "g", "data":
                  {"displayName": "Tour", "members": [{"value": "bulkId:a"}, {"value": "bulkId:b"}]}},
                {"method": "POST", "path": "/Users", "bulkId": "a", "data":
                  {"userName": "ada", "%s": {"manager": {"value": "bulkId:b"}}}},
                {"method": "POST", "path": "/Users", "bulkId": "b", "data": {"userName": "bob"}},
                {"method": "PATCH", "path": "/Users/bulkId:a", "data":
                  {"Operations": [{"op": "add", "path": "title", "value": "Dr"}]}},
                {"method": "PATCH", "path": "/Groups/bulkId:g", "data":
                  {"Operations": [{"op": "remove", "path": "members[value eq \\"bulkId:a\\"]"}]}}""".formatted(ENTERPRISE));

        assertThat(texts(answers, "status")).containsExactly("201", "201", "201", "200", "200");
        assertThat(texts(answers, "bulkId")).containsExactly("g", "a", "b", "", "");
        assertThat(texts(answers, "version")).containsExactly("W/\"1\"", "W/\"1\"", "W/\"1\"", "W/\"2\"", "W/\"2\"");
        JsonNode ada = scim.get(path(answers.get(1))).expect(200);
        String bob = scim.get(path(answers.get(2))).id();
        assertThat(ada.get("title").stringValue()).isEqualTo("Dr");
        assertThat(ada.get(ENTERPRISE).get("manager").get("value").stringValue())
                .isEqualTo(bob);
        JsonNode group = scim.get(path(answers.get(0))).expect(200);
        assertThat(group.get("members"))
                .singleElement()
                .satisfies(
                        member -> assertThat(member.get("value").stringValue()).isEqualTo(bob));
    }

    @Test
    void point88ResolvesACircle() {
        JsonNode answers = bulk("""
                {"method": "POST", "path": "/Users", "bulkId": "a", "data":
                  {"userName": "ada", "%1$s": {"manager": {"value": "bulkId:b"}}}},
                {"method": "POST", "path": "/Users", "bulkId": "b", "data":
                  {"userName": "bob", "%1$s": {"manager": {"value": "bulkId:a"}}}}""".formatted(ENTERPRISE));

        assertThat(texts(answers, "status")).containsExactly("201", "201");
        JsonNode ada = scim.get(path(answers.get(0))).expect(200);
        JsonNode bob = scim.get(path(answers.get(1))).expect(200);
        assertThat(ada.get(ENTERPRISE).get("manager").get("value")).isEqualTo(bob.get("id"));
        assertThat(bob.get(ENTERPRISE).get("manager").get("value")).isEqualTo(ada.get("id"));
    }

    @Test
    void point88RefusesWhatRefersToAFailedCreation() {
        scim.post("/Users", "{\"userName\": \"ada\"}").expect(201);

        JsonNode answers = bulk("""
                {"method": "POST", "path": "/Users", "bulkId": "a", "data": {"userName": "ADA"}},
                {"method": "POST", "path": "/Users", "bulkId": "b", "data":
                  {"userName": "bob", "%s": {"manager": {"value": "bulkId:a"}}}}""".formatted(ENTERPRISE));

        assertThat(texts(answers, "status")).containsExactly("409", "409");
        assertThat(answers.get(0).has("location")).isFalse();
        assertThat(answers.get(0).get("response").get("scimType").stringValue()).isEqualTo("uniqueness");
        assertThat(scim.list("/Users", "userName eq \"bob\"")
                        .expect(200)
                        .get("totalResults")
                        .asInt())
                .isZero();
    }

    @Test
    void point87CarriesOnAfterErrorsUnlessToldNotTo() {
        String operations = """
                {"method": "POST", "path": "/Users", "bulkId": "%1$s1", "data": {"userName": "%1$s1"}},
                {"method": "DELETE", "path": "/Users/%2$s"},
                {"method": "POST", "path": "/Users", "bulkId": "%1$s2", "data": {"userName": "%1$s2"}}""";

        JsonNode all = bulk(operations.formatted("a", UUID.randomUUID()));
        JsonNode some = post("\"failOnErrors\": 1,", operations.formatted("b", UUID.randomUUID()))
                .expect(200)
                .get("Operations");

        assertThat(texts(all, "status")).containsExactly("201", "404", "201");
        assertThat(texts(some, "status")).containsExactly("201", "404");
        assertThat(scim.list("/Users", "userName eq \"b2\"")
                        .expect(200)
                        .get("totalResults")
                        .asInt())
                .isZero();
    }

    @Test
    void point89TellsOfEachOperationWhatBecameOfIt() {
        var created = scim.post("/Users", "{\"userName\": \"ada\"}");
        String path = "/Users/" + created.id();

        JsonNode answers = bulk("""
                {"method": "put", "path": "%1$s", "version": "W/\\"7\\"", "data": {"userName": "ada", "title": "A"}},
                {"method": "PUT", "path": "%1$s", "version": "W/\\"1\\"", "data": {"userName": "ada", "title": "B"}},
                {"method": "PUT", "path": "%1$s", "data": {"title": "C"}},
                {"method": "GET", "path": "%1$s"},
                {"method": "POST", "path": "/Things", "bulkId": "t", "data": {}},
                {"method": "POST", "path": "/Users", "data": {"userName": "x"}},
                {"method": "PATCH", "path": "/Users/bulkId:nobody", "data": {"Operations": []}},
                {"method": "POST", "path": "/Users", "bulkId": "one", "data": {"userName": "one"}},
                {"method": "POST", "path": "/Users", "bulkId": "one", "data": {"userName": "two"}},
                7,
                {"method": "DELETE", "path": "%1$s"}""".formatted(path));

        assertThat(texts(answers, "status"))
                .containsExactly("412", "200", "400", "400", "400", "400", "400", "201", "400", "400", "204");
        assertThat(answers.get(1).get("location").stringValue()).isEqualTo(scim.base() + path);
        assertThat(answers.get(1).get("version").stringValue()).isEqualTo("W/\"2\"");
        for (int failed : List.of(0, 2, 3, 4, 5, 6, 8, 9)) {
            JsonNode error = answers.get(failed).get("response");
            assertThat(error.get("status")).isEqualTo(answers.get(failed).get("status"));
            assertThat(error.get("detail").stringValue()).isNotBlank();
        }
        scim.get(path).expectError(404, "");
    }

    @Test
    void point90RefusesMoreThanItsLimits() {
        String one = "{\"method\": \"DELETE\", \"path\": \"/Users/%s\"}".formatted(UUID.randomUUID());
        String many = IntStream.range(0, 1_001).mapToObj(_ -> one).collect(Collectors.joining(","));
        long before = stage.requests().published();

        JsonNode tooMany = post("", many).expectError(413, "");
        JsonNode tooLarge = post("", one + " ".repeat(1024 * 1024)).expectError(413, "");

        assertThat(tooMany.get("detail").stringValue()).contains("maxOperations", "1000");
        assertThat(tooLarge.get("detail").stringValue()).contains("maxPayloadSize", "1048576");
        JsonNode told = scim.get("/ServiceProviderConfig").expect(200).get("bulk");
        assertThat(told.get("supported").asBoolean()).isTrue();
        assertThat(told.get("maxOperations").asInt()).isEqualTo(1_000);
        assertThat(told.get("maxPayloadSize").asInt()).isEqualTo(1024 * 1024);
        assertThat(stage.requests().published()).isEqualTo(before);
    }

    @Test
    void refusesWhatIsNoBulkRequest() {
        scim.post("/Bulk", "{\"Operations\": []}").expectError(400, "invalidSyntax");
        scim.post("/Bulk", "[]").expectError(400, "invalidSyntax");
        post("", "").expectError(400, "invalidSyntax");
        post("\"failOnErrors\": \"many\",", "{}").expectError(400, "invalidValue");
        scim.get("/Bulk").expectError(405, "");
    }

    @Test
    void createsAThousandUsersAtOnce() {
        String users = IntStream.range(0, 1_000).mapToObj(i -> """
                        {"method": "POST", "path": "/Users", "bulkId": "%1$d", "data": {"userName": "u%1$d"}}""".formatted(i)).collect(Collectors.joining(","));

        assertThat(texts(bulk(users), "status")).hasSize(1_000).containsOnly("201");
    }

    private JsonNode bulk(String operations) {
        return post("", operations).expect(200).get("Operations");
    }

    private HttpCalls.Answer post(String more, String operations) {
        return scim.post("/Bulk", """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], %s "Operations": [%s]}""".formatted(more, operations));
    }

    private String path(JsonNode answer) {
        return answer.get("location").stringValue().substring(scim.base().length());
    }

    private static List<String> texts(JsonNode answers, String name) {
        return answers.valueStream()
                .map(answer -> answer.path(name).asString(""))
                .toList();
    }
}
