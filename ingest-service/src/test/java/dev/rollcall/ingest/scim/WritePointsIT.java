package dev.rollcall.ingest.scim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The points about writing and about HTTP that servers get wrong, by their numbers; see the README of this module. */
class WritePointsIT {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private final Stage stage = Stage.shared();
    private final HttpCalls scim = stage.connection();

    @Test
    void point27TellsTheLocationInHeaderAndBody() {
        var created = scim.post("/Users", "{\"userName\": \"ada\"}");

        JsonNode meta = created.expect(201).get("meta");
        assertThat(created.header("Location")).isEqualTo(meta.get("location").stringValue());
        assertThat(created.header("Location")).isEqualTo(scim.base() + "/Users/" + created.id());
        assertThat(created.header("ETag")).isEqualTo(meta.get("version").stringValue());
    }

    @Test
    void points28And30IgnoreWhatOnlyTheServerSetsAndAnswerWhatIsStored() {
        JsonNode created = scim.post("/Users", """
                        {"id": "bulkId:7", "meta": {"version": "x"}, "groups": [{"value": "g"}], "userName": "ada",
                         "password": "secret", "title": null, "emails": []}""").expect(201);

        assertThat(created.get("id").stringValue()).doesNotContain("bulkId");
        assertThat(created.get("meta").get("version").stringValue()).isEqualTo("W/\"1\"");
        assertThat(created.propertyNames()).containsExactlyInAnyOrder("schemas", "id", "meta", "userName", "active");
    }

    @Test
    void point29AnswersADuplicateWith409WhateverTheMethod() {
        scim.post("/Users", "{\"userName\": \"ada\"}").expect(201);
        String bob = "/Users/" + scim.post("/Users", "{\"userName\": \"bob\"}").id();

        scim.post("/Users", "{\"userName\": \"ADA\"}").expectError(409, "uniqueness");
        scim.put(bob, "{\"userName\": \"Ada\"}").expectError(409, "uniqueness");
        patch(bob, "{\"op\": \"replace\", \"path\": \"userName\", \"value\": \"ada\"}")
                .expectError(409, "uniqueness");
    }

    @Test
    void point33ShowsOnlyWhatIsAskedForInAnswersToWritesToo() {
        var created = scim.post("/Users?attributes=userName", "{\"userName\": \"ada\", \"title\": \"Dr\"}");
        assertThat(created.expect(201).propertyNames()).containsExactlyInAnyOrder("schemas", "id", "userName");
        String path = "/Users/" + created.id();

        assertThat(scim.put(path + "?excludedAttributes=title,meta,active", "{\"userName\": \"ada\", \"title\": \"A\"}")
                        .expect(200)
                        .propertyNames())
                .containsExactlyInAnyOrder("schemas", "id", "userName");
        assertThat(scim.patch(
                                path + "?attributes=title",
                                operations("{\"op\":\"add\",\"path\":\"title\",\"value\":\"B\"}"))
                        .expect(200)
                        .get("title")
                        .stringValue())
                .isEqualTo("B");
        scim.put(path + "?attributes=id&excludedAttributes=title", "{\"userName\": \"ada\"}")
                .expectError(400, "invalidValue");
    }

    @Test
    void point63NeverCreatesByPut() {
        scim.put("/Users/" + UUID.randomUUID(), "{\"userName\": \"ada\"}").expectError(404, "");
        scim.put("/Groups/" + UUID.randomUUID(), "{\"displayName\": \"G\"}").expectError(404, "");
    }

    @Test
    void points64To66ReplaceAsAWhole() {
        String path = "/Users/"
                + scim.post(
                                "/Users",
                                "{\"userName\": \"ada\", \"externalId\": \"e\", \"title\": \"Dr\", \"active\": false}")
                        .id();

        scim.put(path, "{\"title\": \"Dr\"}").expectError(400, "invalidValue");
        JsonNode after = scim.put(path, "{\"id\": \"other\", \"meta\": {}, \"userName\": \"ada\"}")
                .expect(200);

        assertThat(after.has("title")).isFalse();
        assertThat(after.get("externalId").stringValue()).isEqualTo("e");
        assertThat(after.get("active").asBoolean()).isFalse();
        assertThat(scim.get(path).expect(200)).isEqualTo(after);
    }

    /** Also what filters and sorting see of it. */
    @Test
    void point75UnassignsActiveUntilItIsSetAgain() {
        String ada = "/Users/"
                + scim.post("/Users", "{\"userName\": \"ada\", \"active\": false}")
                        .id();
        scim.post("/Users", "{\"userName\": \"bob\", \"active\": false}");
        scim.post("/Users", "{\"userName\": \"cy\"}");

        JsonNode removed = patch(ada, "{\"op\":\"remove\",\"path\":\"active\"}").expect(200);
        assertThat(removed.has("active")).isFalse();
        assertThat(scim.get(ada).expect(200)).isEqualTo(removed);
        assertThat(patch(ada, "{\"op\":\"remove\",\"path\":\"active\"}").expect(200))
                .isEqualTo(removed);
        assertThat(scim.put(ada, "{\"userName\": \"ada\"}").expect(200)).isEqualTo(removed);
        assertThat(names("filter", "not (active pr)")).containsExactly("ada");
        assertThat(names("filter", "active pr")).containsExactlyInAnyOrder("bob", "cy");
        assertThat(names("filter", "active eq true")).containsExactly("cy");
        assertThat(names("filter", "active eq false")).containsExactly("bob");
        assertThat(names("sortBy", "active")).containsExactly("bob", "cy", "ada");

        JsonNode set =
                scim.put(ada, "{\"userName\": \"ada\", \"active\": false}").expect(200);
        assertThat(set.get("active").asBoolean(true)).isFalse();
        assertThat(names("filter", "active eq false")).containsExactlyInAnyOrder("ada", "bob");
    }

    private List<String> names(String parameter, String value) {
        return scim.get("/Users?attributes=userName&" + parameter + "="
                        + URLEncoder.encode(value, StandardCharsets.UTF_8))
                .expect(200)
                .get("Resources")
                .valueStream()
                .map(user -> user.get("userName").stringValue())
                .toList();
    }

    @Test
    void points68And72AreAtomicAndCostNothingWhenNothingChanges() {
        var created = scim.post("/Users", "{\"userName\": \"ada\", \"title\": \"Dr\"}");
        String path = "/Users/" + created.id();

        patch(
                        path,
                        "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"X\"},{\"op\":\"replace\",\"path\":\"emails[type eq \\\"w\\\"].value\",\"value\":\"x\"}")
                .expectError(400, "noTarget");
        JsonNode same = patch(path, "{\"op\":\"add\",\"path\":\"title\",\"value\":\"Dr\"}")
                .expect(200);

        assertThat(same).isEqualTo(created.json());
        assertThat(scim.get(path).expect(200)).isEqualTo(created.json());
    }

    @Test
    void point69AnswersTheResourceOr204() {
        String user = "/Users/" + scim.post("/Users", "{\"userName\": \"ada\"}").id();
        String group =
                "/Groups/" + scim.post("/Groups", "{\"displayName\": \"G\"}").id();

        patch(user, "{\"op\":\"add\",\"path\":\"title\",\"value\":\"Dr\"}").expect(200);
        var bare = patch(group, "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"H\"}");
        bare.expect(204);
        assertThat(bare.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(scim.patch(
                                group + "?attributes=displayName",
                                operations("{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"I\"}"))
                        .expect(200)
                        .get("displayName")
                        .stringValue())
                .isEqualTo("I");
    }

    @Test
    void point79ShowsAnExtensionInSchemas() {
        String path = "/Users/" + scim.post("/Users", "{\"userName\": \"ada\"}").id();

        JsonNode after = patch(
                        path,
                        "{\"op\":\"add\",\"path\":\"%s:manager\",\"value\":{\"value\":\"m\"}}".formatted(ENTERPRISE))
                .expect(200);

        assertThat(after.get("schemas").valueStream().map(JsonNode::stringValue))
                .contains(ENTERPRISE);
    }

    @Test
    void point74RemovesMembersInEveryShape() {
        List<String> users = List.of("a", "b", "c", "d", "e").stream()
                .map(name -> scim.post("/Users", "{\"userName\": \"%s\"}".formatted(name))
                        .id())
                .toList();
        String members = String.join(
                ",", users.stream().map("{\"value\":\"%s\"}"::formatted).toList());
        String group = "/Groups/"
                + scim.post("/Groups", "{\"displayName\":\"G\",\"members\":[%s]}".formatted(members))
                        .id();

        patch(
                        group,
                        "{\"op\":\"Remove\",\"path\":\"members\",\"value\":[{\"$ref\":null,\"value\":\"%s\"}]}"
                                .formatted(users.get(0)))
                .expect(204);
        patch(
                        group,
                        "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\" or value eq \\\"%s\\\"]\"}"
                                .formatted(users.get(1), users.get(2)))
                .expect(204);
        var again =
                patch(group, "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}".formatted(users.get(1)));
        again.expect(204);
        assertThat(again.header("ETag")).isEqualTo("W/\"3\"");
        patch(
                        group,
                        "{\"op\":\"replace\",\"value\":{\"id\":\"%s\",\"displayName\":\"Renamed\"}}"
                                .formatted(users.get(0)))
                .expect(204);
        patch(
                        group,
                        "{\"op\":\"remove\",\"path\":\"members[type eq \\\"User\\\" and not (value eq \\\"%s\\\")]\"}"
                                .formatted(users.get(4)))
                .expect(204);

        JsonNode after = scim.get(group).expect(200);
        assertThat(after.get("displayName").stringValue()).isEqualTo("Renamed");
        assertThat(after.get("members")
                        .valueStream()
                        .map(member -> member.get("value").stringValue()))
                .containsExactly(users.get(4));
    }

    @Test
    void point83ForgetsWhatIsDeleted() {
        String path = "/Users/" + scim.post("/Users", "{\"userName\": \"ada\"}").id();

        var deleted = scim.delete(path);
        deleted.expect(204);
        assertThat(deleted.response().body()).isEmpty();
        scim.get(path).expectError(404, "");
        scim.put(path, "{\"userName\": \"ada\"}").expectError(404, "");
        patch(path, "{\"op\":\"remove\",\"path\":\"title\"}").expectError(404, "");
        scim.delete(path).expectError(404, "");
        assertThat(scim.list("/Users", "userName eq \"ada\"")
                        .expect(200)
                        .get("totalResults")
                        .asInt())
                .isZero();
        scim.post("/Users", "{\"userName\": \"ada\"}").expect(201);
    }

    @Test
    void points84And85GuardByETag() {
        String path = "/Users/" + scim.post("/Users", "{\"userName\": \"ada\"}").id();
        String body = "{\"userName\": \"ada\", \"title\": \"%s\"}";

        for (String known : List.of("W/\"1\"", "\"1\"", "W/\"9\", W/\"1\"", "*")) {
            var unchanged = scim.get(path + "?excludedAttributes=groups", "If-None-Match", known);
            unchanged.expect(304);
            assertThat(unchanged.response().body()).isEmpty();
            assertThat(unchanged.header("ETag")).isEqualTo("W/\"1\"");
        }
        scim.get(path + "?excludedAttributes=groups", "If-None-Match", "W/\"2\"")
                .expect(200);
        scim.post(
                        "/Groups",
                        "{\"displayName\": \"G\", \"members\": [{\"value\": \"%s\"}]}"
                                .formatted(path.substring("/Users/".length())))
                .expect(201);
        var joined = scim.get(path, "If-None-Match", "W/\"1\"");
        assertThat(joined.expect(200).get("groups")).hasSize(1);
        assertThat(joined.header("ETag")).isEqualTo("W/\"1\"");
        scim.put(path, body.formatted("A"), "If-Match", "W/\"2\"").expectError(412, "");
        scim.patch(path, operations("{\"op\":\"remove\",\"path\":\"title\"}"), "If-Match", "W/\"2\"")
                .expectError(412, "");
        scim.delete(path, "If-Match", "W/\"2\", \"3\"").expectError(412, "");
        scim.put(path, body.formatted("B"), "If-Match", "W/\"9\", W/\"1\"").expect(200);
        scim.put(path, body.formatted("C"), "If-Match", "*").expect(200);
        scim.delete(path, "If-Match", "\"3\"").expect(204);
        scim.delete(path, "If-Match", "*").expectError(404, "");
    }

    @Test
    void point94KnowsNoMe() {
        for (String method : List.of("GET", "PUT", "PATCH", "DELETE", "POST")) {
            scim.send(method, "/Me", method.equals("GET") || method.equals("DELETE") ? null : "{}")
                    .expectError(501, "");
        }
    }

    @Test
    void points32And96AnswerWhatIsNotServedInScimForm() {
        scim.get("/Nothing").expectError(404, "");
        scim.get("/Users/x/y").expectError(404, "");
        var wrong = scim.put("/Users", "{}");
        wrong.expectError(405, "");
        assertThat(wrong.header("Allow")).contains("GET", "POST");
        scim.send("PATCH", "/ServiceProviderConfig", "{}").expectError(405, "");
        var options = scim.send("OPTIONS", "/Users", null);
        options.expect(200);
        assertThat(options.header("Allow")).contains("GET", "POST", "OPTIONS");
        String path = "/Users/" + scim.post("/Users", "{\"userName\": \"ada\"}").id();
        var head = scim.send("HEAD", path, null);
        head.expect(200);
        assertThat(head.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(head.response().body()).isEmpty();
    }

    @Test
    void point97AnswersScimJsonWhateverIsAcceptedAndTakesBothKindsOfBody() {
        for (String accept : List.of("application/scim+json", "application/json", "*/*", "text/html")) {
            var answer = scim.get("/Users", "Accept", accept);
            answer.expect(200);
            assertThat(answer.header("Content-Type")).startsWith("application/scim+json");
        }
        JsonNode made = scim.post(
                        "/Users",
                        "{\"userName\": \"Zo\u00eb \ud83d\udc69\u200d\ud83d\udcbb\"}",
                        "Content-Type",
                        "application/json; charset=utf-8")
                .expect(201);
        assertThat(scim.get("/Users/" + made.get("id").stringValue())
                        .expect(200)
                        .get("userName")
                        .stringValue())
                .isEqualTo("Zo\u00eb \ud83d\udc69\u200d\ud83d\udcbb");
    }

    private HttpCalls.Answer patch(String path, String operations) {
        return scim.patch(path, operations(operations));
    }

    private static String operations(String operations) {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[" + operations + "]}";
    }
}
