package dev.rollcall.ingest.scim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The shape of resources and their identifiers; the numbers are of the list of what servers get wrong. */
class ResourceShapeIT {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String OF_USER = "{\"schemas\":[\"" + USER + "\"],";
    private static final String OF_GROUP = "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private final Stage stage = Stage.shared();
    private final HttpCalls scim = stage.connection();

    @Test
    void takesNamesInAnyCase() { // point 1
        JsonNode user = scim.post(
                        "/Users",
                        OF_USER + "\"USERNAME\":\"ada\",\"Name\":{\"FAMILYNAME\":\"L\"},\""
                                + ENTERPRISE.toUpperCase(Locale.ROOT) + "\":{\"DEPARTMENT\":\"R\"}}")
                .expect(201);

        assertThat(user.get("name").get("familyName").stringValue()).isEqualTo("L");
        assertThat(user.get(ENTERPRISE).get("department").stringValue()).isEqualTo("R"); // point 8
        assertThat(user.get("schemas").valueStream().map(JsonNode::stringValue))
                .containsExactly(USER, ENTERPRISE); // point 7
        JsonNode some = scim.get("/Users/" + user.get("id").stringValue() + "?attributes=NAME.FAMILYNAME,"
                        + ENTERPRISE.toUpperCase(Locale.ROOT) + ":DEPARTMENT")
                .expect(200);
        assertThat(some.get("name").has("familyName")).isTrue();
        assertThat(some.get(ENTERPRISE).has("department")).isTrue();
        assertThat(some.has("userName")).isFalse();
    }

    @Test
    void takesAttributesInAnyOrder() { // point 4
        var made = scim.post(
                "/Users",
                OF_USER + "\"userName\":\"a\",\"title\":\"t\",\"name\":{\"givenName\":\"g\",\"familyName\":\"f\"}}");

        var same = scim.put(
                "/Users/" + made.id(),
                "{\"name\":{\"familyName\":\"f\",\"givenName\":\"g\"},\"title\":\"t\",\"userName\":\"a\","
                        + "\"schemas\":[\"" + USER + "\"]}");

        assertThat(same.expect(200)).isEqualTo(made.json());
    }

    @Test
    void takesTheSchemasThatAResourceHasAndNoOthers() { // points 7, 8
        HttpCalls strict = stage.connection(", \"profile\": \"strict\"");
        String department = ",\"" + ENTERPRISE + "\":{\"department\":\"R\"}";
        JsonNode made = strict.post(
                        "/Users",
                        "{\"schemas\":[\"" + ENTERPRISE + "\",\"" + USER.toUpperCase(Locale.ROOT)
                                + "\"],\"userName\":\"a\"" + department + "}")
                .expect(201);

        assertThat(made.get("schemas").valueStream().map(JsonNode::stringValue)).containsExactly(USER, ENTERPRISE);
        for (String schemas : List.of(
                "[]",
                "\"" + USER + "\"",
                "[\"" + ENTERPRISE + "\"]",
                "[\"" + USER + "\",\"urn:example:other:2.0:User\"]",
                "[\"urn:ietf:params:scim:schemas:core:2.0:Group\"]")) {
            strict.post("/Users", "{\"schemas\":" + schemas + ",\"userName\":\"b\"}")
                    .expectError(400, "invalidSyntax");
        }
        strict.post("/Users", "{\"schemas\":[\"" + USER + "\",\"" + USER + "\"],\"userName\":\"b\"}")
                .expectError(400, "invalidValue");
        strict.post("/Users", user("b", ",\"department\":\"R\"")).expectError(400, "invalidSyntax");
    }

    @Test
    void takesNullEmptyAndAbsentForTheSame() { // point 3
        String user = "/Users/"
                + scim.post(
                                "/Users",
                                user("a", ",\"title\":\"t\",\"emails\":[{\"value\":\"a@b\"}],\"externalId\":\"e\""))
                        .id();

        JsonNode cleared = scim.put(user, user("a", ",\"title\":null,\"emails\":[],\"externalId\":null"))
                .expect(200);

        assertThat(cleared.has("title") || cleared.has("emails") || cleared.has("externalId"))
                .isFalse();
    }

    @Test
    void makesItsOwnIds() { // points 9, 28
        var user = scim.post("/Users", user("a", ",\"id\":\"bulkId:mine\",\"meta\":{\"version\":\"W/\\\"9\\\"\"}"));
        var group = scim.post("/Groups", OF_GROUP + "\"displayName\":\"g\",\"id\":\"" + user.id() + "\"}");

        assertThat(user.id()).doesNotContain("bulkId").matches("[0-9a-f-]{36}");
        assertThat(group.id()).isNotEqualTo(user.id());
        scim.get("/Groups/" + user.id()).expectError(404, "");
        JsonNode meta = user.expect(201).get("meta");
        assertThat(meta.get("version").stringValue()).isEqualTo("W/\"1\""); // points 11, 12
        assertThat(meta.get("lastModified")).isEqualTo(meta.get("created"));
        assertThat(meta.get("resourceType").stringValue()).isEqualTo("User"); // point 13
        assertThat(user.header("Location")).isEqualTo(meta.get("location").stringValue());
        assertThat(user.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(group.json().get("meta").get("resourceType").stringValue()).isEqualTo("Group");
        scim.get("/Users/" + user.id().toUpperCase(Locale.ROOT)).expectError(404, "");
        assertThat(scim.get("/Users/" + user.id() + "?excludedAttributes=id").id())
                .isEqualTo(user.id()); // point 34
    }

    @Test
    void keepsMetaByItself() { // points 11, 12
        var made = scim.post("/Users", user("a", ""));
        String path = "/Users/" + made.id();
        JsonNode before = made.json().get("meta");

        var changed = scim.put(path, user("a", """
                ,"title":"t","id":"x","meta":{"created":"2001-01-01T00:00:00Z","version":"W/\\"9\\"","location":"x"}"""));

        JsonNode after = changed.expect(200).get("meta");
        assertThat(after.get("created")).isEqualTo(before.get("created"));
        assertThat(Instant.parse(after.get("lastModified").stringValue()))
                .isAfter(Instant.parse(before.get("lastModified").stringValue()));
        assertThat(after.get("version").stringValue()).isEqualTo("W/\"2\"");
        for (HttpCalls.Answer answer : List.of(
                made,
                changed,
                scim.get(path),
                scim.get(path + "?attributes=title"),
                scim.get(path, "If-None-Match", "*"),
                scim.patch(path, """
                        {"Operations":[{"op":"remove","path":"title"}]}"""))) {
            assertThat(answer.header("Content-Location"))
                    .isEqualTo(before.get("location").stringValue());
        }
    }

    @Test
    void letsTheClientGiveAnExternalIdTwice() { // point 10
        scim.post("/Users", user("a", ",\"externalId\":\"Same\"")).expect(201);
        scim.post("/Users", user("b", ",\"externalId\":\"Same\"")).expect(201);

        assertThat(scim.list("/Users", "externalId eq \"Same\"")
                        .expect(200)
                        .get("totalResults")
                        .asInt())
                .isEqualTo(2);
        assertThat(scim.list("/Users", "externalId eq \"same\"")
                        .expect(200)
                        .get("totalResults")
                        .asInt())
                .isZero();
    }

    @Test
    void keepsUserNamesUniqueAsPrecisPreparesThem() { // points 14, 15, 29
        scim.post("/Users", user("J\\u00fcrgen@Example.com", "")).expect(201);
        for (String same :
                new String[] {"j\\u00fcrgen@example.com", "ju\\u0308rgen@example.com", "\\uff2a\\u00fcrgen@example.com"
                }) {
            scim.post("/Users", user(same, "")).expectError(409, "uniqueness");
        }
        String other = "/Users/" + scim.post("/Users", user("other", "")).id();
        scim.put(other, user("J\\u00dcRGEN@EXAMPLE.COM", "")).expectError(409, "uniqueness");
        scim.post("/Users", user("", "")).expectError(400, "invalidValue");
        stage.connection().post("/Users", user("j\\u00fcrgen@example.com", "")).expect(201);
    }

    @Test
    void freesTheUserNameOfADeletedUser() { // point 83
        var first = scim.post("/Users", user("again", ""));
        scim.delete("/Users/" + first.id()).expect(204);

        var second = scim.post("/Users", user("AGAIN", ""));

        second.expect(201);
        assertThat(second.id()).isNotEqualTo(first.id());
    }

    @Test
    void showsNoPassword() { // point 16
        var made = scim.post("/Users", user("a", ",\"password\":\"S3cret!\""));
        made.expect(201);

        assertThat(made.response().body()).doesNotContain("S3cret", "password");
        assertThat(scim.get("/Users/" + made.id() + "?attributes=password")
                        .response()
                        .body())
                .doesNotContain("password");
        assertThat(stage.requests().of(scim.connection()).stream()
                        .map(record -> stage.requests().read(record).getBody()))
                .noneMatch(body -> body.contains("S3cret"));
        assertThat(stage.worker().warnings(scim.connection())).anyMatch(warning -> warning.contains("password"));
    }

    @Test
    void leavesGroupsToTheGroups() { // points 17, 19, 20, 23
        String user = scim.post("/Users", user("a", ",\"groups\":[{\"value\":\"g\"}]"))
                .id();
        assertThat(scim.get("/Users/" + user).expect(200).has("groups")).isFalse();
        String group = scim.post(
                        "/Groups",
                        OF_GROUP + "\"displayName\":\"g\",\"members\":[{\"value\":\"" + user
                                + "\",\"display\":\"x\"}]}")
                .id();

        JsonNode entry = scim.get("/Users/" + user).expect(200).get("groups").get(0);
        assertThat(entry.get("value").stringValue()).isEqualTo(group);
        assertThat(entry.get("$ref").stringValue()).isEqualTo(scim.base() + "/Groups/" + group);
        assertThat(entry.get("type").stringValue()).isEqualTo("direct");
        JsonNode member =
                scim.get("/Groups/" + group).expect(200).get("members").get(0);
        assertThat(scim.get(member.get("$ref")
                                .stringValue()
                                .substring(scim.base().length()))
                        .id())
                .isEqualTo(user);
        assertThat(member.propertyNames()).containsExactlyInAnyOrder("value", "$ref", "type");
        scim.delete("/Users/" + user).expect(204);
        assertThat(scim.get("/Groups/" + group).expect(200).has("members")).isFalse();
    }

    @Test
    void requiresTheNameOfAGroup() { // point 18
        scim.post("/Groups", OF_GROUP + "\"externalId\":\"e\"}").expectError(400, "invalidValue");
    }

    @Test
    void keepsOnePrimaryAndEachValueOnce() { // points 21, 22
        JsonNode emails = scim.post(
                        "/Users",
                        user(
                                "a",
                                ",\"emails\":[{\"value\":\"a@b\",\"type\":\"work\"},{\"value\":\"a@b\",\"type\":\"work\",\"primary\":true},"
                                        + "{\"value\":\"a@b\",\"type\":\"home\",\"primary\":true}]"))
                .expect(201)
                .get("emails");

        assertThat(emails).hasSize(2);
        assertThat(emails.valueStream().filter(email -> email.path("primary").asBoolean(false)))
                .hasSize(1);
    }

    @Test
    void takesAManagerAsClientsSendIt() { // point 24
        for (String manager : new String[] {"\"m-1\"", "{\"value\":\"m-1\"}"}) {
            JsonNode user = scim.post(
                            "/Users",
                            user("u" + manager.length(), ",\"" + ENTERPRISE + "\":{\"manager\":" + manager + "}"))
                    .expect(201);
            assertThat(user.get(ENTERPRISE).get("manager").get("value").stringValue())
                    .isEqualTo("m-1");
        }
    }

    @Test
    void takesACountryAsDirectoriesHoldIt() { // point 25
        assertThat(scim.post("/Users", user("a", ",\"addresses\":[{\"country\":\"USA\"}]"))
                        .expect(201)
                        .get("addresses")
                        .get(0)
                        .get("country")
                        .stringValue())
                .isEqualTo("USA");
    }

    @Test
    void keepsConnectionsApart() { // point 99
        HttpCalls other = stage.connection();
        String user = scim.post("/Users", user("a", ",\"externalId\":\"e\"")).id();
        String group = scim.post("/Groups", OF_GROUP + "\"displayName\":\"g\"}").id();

        other.post("/Users", user("a", ",\"externalId\":\"e\"")).expect(201);
        for (String path : List.of("/Users/" + user, "/Groups/" + group)) {
            other.get(path).expectError(404, "");
            other.delete(path).expectError(404, "");
            scim.withToken(other.token()).get(path).expectError(401, "");
        }
        other.put("/Users/" + user, user("b", "")).expectError(404, "");
        other.post("/Groups", OF_GROUP + "\"displayName\":\"h\",\"members\":[{\"value\":\"" + user + "\"}]}")
                .expectError(400, "invalidValue");
        assertThat(other.get("/Users").expect(200).get("totalResults").asInt()).isOne();
        assertThat(other.get("/Groups").expect(200).get("totalResults").asInt()).isZero();
    }

    private static String user(String userName, String more) {
        return OF_USER + "\"userName\":\"" + userName + "\"" + more + "}";
    }
}
