package dev.rollcall.standalone.demo.scimapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ScimAppTest {

    private static final String USER = """
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "%s", "externalId": "%s"}""";
    private static final String GROUP = """
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "%s"}""";
    private static final String PATCH = """
            {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [%s]}""";

    private final ScimApp app = ScimApp.start(0, "secret");
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        app.close();
        http.close();
    }

    @Test
    void findsAUserByNameInAnyCaseAndByExternalId() throws Exception {
        String id = created("Users", USER.formatted("Ada", "x1"));

        assertThat(found("userName%20Eq%20%22ADA%22")).isEqualTo(id);
        assertThat(found("externalId%20eq%20%22x1%22")).isEqualTo(id);
        assertThat(found("userName%20eq%20%22bob%22")).isEmpty();
    }

    @Test
    void refusesASecondUserOfTheSameName() throws Exception {
        created("Users", USER.formatted("ada", "x1"));

        HttpResponse<String> answer = send("POST", "Users", USER.formatted("ADA", "x2"));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("\"scimType\":\"uniqueness\"");
    }

    @Test
    void replacesAWholeUser() throws Exception {
        String id = created("Users", USER.formatted("ada", "x1"));

        send("PUT", "Users/" + id, USER.formatted("ada.weber", "x1"));

        assertThat(json(send("GET", "Users/" + id, "")).path("userName").asString())
                .isEqualTo("ada.weber");
    }

    @Test
    void addsAndRemovesMembersAndLosesDeletedOnes() throws Exception {
        String ada = created("Users", USER.formatted("ada", "x1"));
        String bob = created("Users", USER.formatted("bob", "x2"));
        String cy = created("Users", USER.formatted("cy", "x3"));
        String group = created("Groups", GROUP.formatted("Sales"));
        String members = "{\"value\": \"%s\"}, {\"value\": \"%s\"}, {\"value\": \"%s\"}, {\"value\": \"%s\"}"
                .formatted(ada, bob, cy, ada);
        patch(group, "{\"op\": \"add\", \"path\": \"members\", \"value\": [" + members + "]}");
        patch(group, "{\"op\": \"remove\", \"path\": \"members[value eq \\\"" + bob + "\\\"]\"}");
        patch(group, "{\"op\": \"replace\", \"value\": {\"displayName\": \"Sales Lima\"}}");
        send("DELETE", "Users/" + cy, "");

        JsonNode left = json(send("GET", "Groups/" + group, ""));

        assertThat(left.path("displayName").asString()).isEqualTo("Sales Lima");
        assertThat(left.path("members")
                        .valueStream()
                        .map(member -> member.path("value").asString()))
                .containsExactly(ada);
    }

    @Test
    void refusesStrangersAndNonsense() throws Exception {
        HttpRequest stranger =
                HttpRequest.newBuilder(URI.create(app.url() + "/Users")).build();

        assertThat(http.send(stranger, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        assertThat(send("POST", "Users", "{").statusCode()).isEqualTo(400);
        assertThat(send("POST", "Users", GROUP.formatted("x")).statusCode()).isEqualTo(400);
        assertThat(send("GET", "Users/none", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "Users?filter=userName%20is%20x", "").statusCode())
                .isEqualTo(400);
        assertThat(app.writes()).isZero();
    }

    @Test
    void answersInPages() throws Exception {
        for (int i = 0; i < 5; i++) {
            created("Users", USER.formatted("user" + i, "x" + i));
        }

        JsonNode page = json(send("GET", "Users?startIndex=4&count=3", ""));

        assertThat(page.path("totalResults").asInt()).isEqualTo(5);
        assertThat(page.path("Resources").size()).isEqualTo(2);
    }

    private String found(String filter) throws Exception {
        return json(send("GET", "Users?filter=" + filter, ""))
                .path("Resources")
                .path(0)
                .path("id")
                .asString("");
    }

    private String created(String endpoint, String body) throws Exception {
        HttpResponse<String> answer = send("POST", endpoint, body);
        assertThat(answer.statusCode()).isEqualTo(201);
        return json(answer).path("id").asString();
    }

    private void patch(String group, String operation) throws Exception {
        assertThat(send("PATCH", "Groups/" + group, PATCH.formatted(operation)).statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(app.url() + "/" + path))
                        .header("Authorization", "Bearer secret")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
