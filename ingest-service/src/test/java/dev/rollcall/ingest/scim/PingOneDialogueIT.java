package dev.rollcall.ingest.scim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What PingOne does with a SCIM connection, step by step. Point 82. */
class PingOneDialogueIT {

    private static final String USER = """
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "jdoe", "active": true,
             "name": {"givenName": "J", "familyName": "Doe"},
             "emails": [{"value": "jdoe@example.com", "type": "work", "primary": true}]}""";

    private final HttpCalls scim = Stage.shared().connection();

    @Test
    void looksAUserUpThenCreatesChangesDisablesAndDeletesIt() {
        assertThat(scim.list("/Users", "username Eq \"jdoe\"")
                        .expect(200)
                        .get("totalResults")
                        .asInt())
                .isZero();

        var created = scim.post("/Users", USER);
        JsonNode user = created.expect(201);
        String path = "/Users/" + created.id();
        assertThat(created.header("Location")).isEqualTo(scim.base() + path);
        assertThat(created.header("Content-Type")).startsWith("application/scim+json");
        assertThat(created.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(user.get("meta").get("location").stringValue()).isEqualTo(scim.base() + path);
        assertThat(user.get("meta").get("version").stringValue()).isEqualTo("W/\"1\"");
        assertThat(user.get("emails").get(0).get("type").stringValue()).isEqualTo("work");

        JsonNode found = scim.list("/Users", "username Eq \"JDoe\"").expect(200);
        assertThat(found.get("totalResults").asInt()).isEqualTo(1);
        assertThat(found.get("Resources").get(0)).isEqualTo(user);
        assertThat(scim.post("/Users", USER).expectError(409, "uniqueness")).isNotNull();

        String changed = USER.replace("\"Doe\"", "\"Roe\"");
        assertThat(scim.put(path, changed)
                        .expect(200)
                        .get("name")
                        .get("familyName")
                        .stringValue())
                .isEqualTo("Roe");
        var again = scim.put(path, changed);
        again.expect(200);
        assertThat(again.header("ETag")).isEqualTo("W/\"2\"");

        JsonNode disabled = scim.put(path, changed.replace("\"active\": true", "\"active\": false"))
                .expect(200);
        assertThat(disabled.get("active").asBoolean()).isFalse();
        assertThat(scim.get(path).expect(200).get("meta").get("version").stringValue())
                .isEqualTo("W/\"3\"");

        assertThat(scim.delete(path).response().body()).isEmpty();
        scim.get(path).expectError(404, "");
        scim.delete(path).expectError(404, "");
    }

    @Test
    void createsAGroupAndSetsItsMembersByPut() {
        String user = scim.post("/Users", USER).id();
        String path = "/Groups/" + scim.post("/Groups", group("")).id();

        JsonNode withMember = scim.put(path, group(", \"members\": [{\"value\": \"" + user + "\"}]"))
                .expect(200);
        assertThat(withMember.get("members").get(0).get("value").stringValue()).isEqualTo(user);
        assertThat(withMember.get("members").get(0).get("$ref").stringValue())
                .isEqualTo(scim.base() + "/Users/" + user);

        JsonNode unchanged = scim.put(path, group("")).expect(200);
        assertThat(unchanged.get("members")).hasSize(1);
        JsonNode listed = scim.get("/Groups").expect(200);
        assertThat(listed.get("Resources").get(0).get("members")).hasSize(1);
        JsonNode groups = scim.get("/Users/" + user).expect(200).get("groups");
        assertThat(groups.get(0).get("display").stringValue()).isEqualTo("Engineering");
        assertThat(groups.get(0).get("type").stringValue()).isEqualTo("direct");

        assertThat(scim.put(path, group(", \"members\": []")).expect(200).has("members"))
                .isFalse();
        assertThat(scim.get("/Users/" + user).expect(200).has("groups")).isFalse();
    }

    @Test
    void patchesAGroupWithoutABodyUnlessAskedForOne() {
        String user = scim.post("/Users", USER).id();
        String path = "/Groups/" + scim.post("/Groups", group("")).id();
        String add = """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                 "Operations": [{"op": "%s", "path": "members", "value": [{"value": "%s"}]}]}""";

        var bare = scim.patch(path, add.formatted("add", user));
        assertThat(bare.status()).isEqualTo(204);
        assertThat(bare.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(scim.get(path).expect(200).get("members")).hasSize(1);

        JsonNode shown = scim.patch(path + "?attributes=displayName", add.formatted("remove", user))
                .expect(200);
        assertThat(shown.propertyNames()).containsExactlyInAnyOrder("schemas", "id", "displayName");
    }

    @Test
    void servesSloppyPaths() {
        scim.get("//Users/").expect(200);
        scim.get("/Users/?count=0").expect(200);
        new HttpCalls(scim.base() + "/", scim.token()).get("/Groups").expect(200);
    }

    @Test
    void pagesInAStableOrder() {
        for (int i = 0; i < 5; i++) {
            scim.post("/Users", USER.replace("jdoe", "user" + i)).expect(201);
        }
        JsonNode first = scim.get("/Users?startIndex=0&count=2").expect(200);
        JsonNode last = scim.get("/Users?startIndex=5&count=2").expect(200);
        assertThat(first.get("totalResults").asInt()).isEqualTo(5);
        assertThat(first.get("startIndex").asInt()).isEqualTo(1);
        assertThat(first.get("Resources").get(1).get("userName").stringValue()).isEqualTo("user1");
        assertThat(last.get("itemsPerPage").asInt()).isEqualTo(1);
        assertThat(scim.get("/Users?count=-1").expect(200).get("totalResults").asInt())
                .isEqualTo(5);
        assertThat(scim.get("/Users?startIndex=99").expect(200).get("Resources"))
                .isEmpty();
    }

    @Test
    void answersETagsAndPreconditions() {
        var created = scim.post("/Users", USER);
        String path = "/Users/" + created.id();
        assertThat(scim.get(path + "?excludedAttributes=groups", "If-None-Match", created.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(scim.get(path, "If-None-Match", "W/\"9\"").status()).isEqualTo(200);
        scim.put(path, USER.replace("Doe", "Roe"), "If-Match", "W/\"9\"").expectError(412, "");
        scim.put(path, USER.replace("Doe", "Roe"), "If-Match", "W/\"1\"").expect(200);
        scim.delete(path, "If-Match", "W/\"1\"").expectError(412, "");
    }

    @Test
    void tellsWhatItCan() {
        JsonNode config = scim.get("/ServiceProviderConfig").expect(200);
        assertThat(config.get("patch").get("supported").asBoolean()).isTrue();
        assertThat(scim.get("/ResourceTypes").expect(200).get("totalResults").asInt())
                .isEqualTo(2);
        scim.get("/Schemas/urn:ietf:params:scim:schemas:core:2.0:User").expect(200);
    }

    private static String group(String members) {
        return """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Engineering"%s}""".formatted(members);
    }
}
