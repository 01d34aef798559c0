package dev.rollcall.ingest.scim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Extensions that a connection declares: from the admin API to what is taken and shown. */
class ExtensionIT {

    private static final String URN = "urn:example:badge:1.0:User";
    private static final String SCHEMA = """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Schema"],"id":"urn:example:badge:1.0:User","name":"Badge",
             "attributes":[{"name":"colour","type":"string"},{"name":"level","type":"integer"},
              {"name":"pin","type":"string","returned":"request"},{"name":"serial","mutability":"immutable"}]}""";

    private final Stage stage = Stage.shared();

    @Test
    void listsAndJudgesWhatIsDeclared() {
        HttpCalls scim = stage.connection(", \"schemas\": [" + SCHEMA + "]");
        assertThat(scim.get("/Schemas/" + URN).expect(200).get("attributes")).hasSize(4);
        assertThat(scim.get("/ResourceTypes/User")
                        .expect(200)
                        .get("schemaExtensions")
                        .valueStream())
                .anyMatch(extension -> extension.get("schema").stringValue().equals(URN));
        assertThat(scim.get("/ResourceTypes/Group").expect(200).get("schemaExtensions"))
                .isEmpty();

        scim.post("/Users", user("a", "\"level\":\"high\"")).expectError(400, "invalidValue");
        scim.post("/Users", user("a", "\"size\":1")).expectError(400, "invalidSyntax");
        var made = scim.post("/Users", user("a", "\"Level\":3,\"pin\":\"1\",\"serial\":\"s\""));
        assertThat(made.expect(201).get(URN).toString())
                .as("what is returned on request is so when it is written, too (point 34)")
                .isEqualTo("{\"level\":3,\"pin\":\"1\",\"serial\":\"s\"}");
        assertThat(scim.get("/Users/" + made.id()).expect(200).get(URN).toString())
                .isEqualTo("{\"level\":3,\"serial\":\"s\"}");
        assertThat(stage.worker().warnings(scim.connection())).isEmpty();
        String path = "/Users/" + made.id();
        assertThat(scim.get(path + "?attributes=" + URN + ":pin")
                        .expect(200)
                        .get(URN)
                        .toString())
                .isEqualTo("{\"pin\":\"1\"}");

        scim.put(path, user("a", "\"serial\":\"t\"")).expectError(400, "mutability"); // point 64
        scim.put(path, user("a", "\"serial\":\"t\"").replace("urn:example:", "URN:Example:"))
                .expectError(400, "mutability");
        scim.put(path, "{\"userName\":\"a\"}").expectError(400, "mutability");
        scim.patch(path, patch("remove", "", "null")).expectError(400, "mutability");
        scim.patch(path, patch("replace", ":level", "\"x\"")).expectError(400, "invalidValue");
        JsonNode patched = scim.patch(path, patch("replace", ":LEVEL", "4")).expect(200);
        assertThat(patched.get(URN).get("level").asInt()).isEqualTo(4);
        assertThat(patched.get(URN)).hasSize(2);
    }

    @Test
    void filtersAndSortsByWhatIsDeclared() {
        HttpCalls scim = stage.connection(", \"schemas\": [" + SCHEMA + "]");
        scim.post("/Users", user("a", "\"level\":10,\"pin\":\"1\"")).expect(201);
        scim.post("/Users", user("b", "\"level\":9,\"colour\":\"Red\"")).expect(201);
        scim.post("/Groups", "{\"displayName\": \"g\"}").expect(201);
        String level = URN + ":level";

        for (String path : new String[] {"/Users", ""}) {
            JsonNode found = scim.list(path, level + " ge 10").expect(200);
            assertThat(names(found)).containsExactly("a");
            assertThat(found.get("Resources").get(0).get(URN).toString()).isEqualTo("{\"level\":10}");
            assertThat(names(scim.list(path, URN + ":COLOUR eq \"red\"").expect(200)))
                    .containsExactly("b");
            for (String wrong : new String[] {level + " gt \"9\"", URN + ":size pr", URN + ":colour eq 1"}) {
                scim.list(path, wrong).expectError(400, "invalidFilter");
            }
        }
        assertThat(names(scim.get("/Users?sortBy=" + level).expect(200))).containsExactly("b", "a");
        scim.get("/Users?sortBy=" + URN + ":size").expectError(400, "invalidValue");
        assertThat(names(scim.get("/Users?attributes=" + URN + ":pin,userName&filter="
                                + HttpCalls.encoded(URN + ":pin pr"))
                        .expect(200)))
                .containsExactly("a");
        stage.connection()
                .list("/Users", URN + ":size pr or " + level + " eq \"9\"")
                .expect(200);
    }

    @Test
    void declaresChangesAndWithdraws() {
        HttpCalls scim = stage.connection(", \"profile\": \"strict\"");
        String admin = "/api/v1/connections/" + scim.connection();
        scim.post("/Users", user("a", "\"level\":3")).expectError(400, "invalidSyntax");

        JsonNode shown = stage.admin().put(admin + "/schemas/" + URN, SCHEMA).expect(200);
        assertThat(shown.get("schemas").get(0).get("id").stringValue()).isEqualTo(URN);
        String path = "/Users/" + scim.post("/Users", user("a", "\"level\":3")).id();

        stage.admin().delete(admin + "/schemas/" + URN).expect(200);
        scim.get("/Schemas/" + URN).expectError(404, "");
        assertThat(scim.get(path).expect(200).has(URN)).isTrue();
        JsonNode patched = scim.patch(path, """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                 "Operations":[{"op":"replace","path":"title","value":"t"}]}""").expect(200);
        assertThat(patched.has(URN)).isTrue();
        scim.post("/Users", user("b", "\"level\":3")).expectError(400, "invalidSyntax");

        stage.admin().patch(admin, "{\"profile\": \"pingone\"}").expect(200);
        scim.post("/Users", user("b", "\"level\":\"any\"")).expect(201);
        assertThat(stage.worker().warnings(scim.connection())).anyMatch(warning -> warning.contains("isn't declared"));
    }

    @Test
    void refusesAWrongDeclarationAndNamesThePlace() {
        HttpCalls scim = stage.connection();
        String admin = "/api/v1/connections/" + scim.connection();
        assertThat(stage.admin()
                        .put(admin + "/schemas/" + URN, SCHEMA.replace("integer", "number"))
                        .expect(400)
                        .get("detail")
                        .stringValue())
                .startsWith("attributes[1].type must be one of");
        stage.admin().put(admin + "/schemas/urn:example:other", SCHEMA).expect(400);
        assertThat(stage.admin()
                        .patch(admin, "{\"schemas\": [" + SCHEMA + "," + SCHEMA + "]}")
                        .expect(400)
                        .get("detail")
                        .stringValue())
                .startsWith("schemas[1].id");
        stage.admin().patch(admin, "{\"schemas\": [null]}").expect(400);
        stage.admin().patch(admin, "{\"profile\": \"loose\"}").expect(400);
        stage.admin().patch("/api/v1/connections/none", "{}").expect(404);
    }

    private static List<String> names(JsonNode page) {
        return page.get("Resources")
                .valueStream()
                .map(user -> user.get("userName").stringValue())
                .toList();
    }

    private static String user(String userName, String members) {
        return "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\",\"" + URN + "\"],\"userName\":\""
                + userName + "\",\"" + URN + "\":{" + members + "}}";
    }

    private static String patch(String op, String attribute, String value) {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"" + op
                + "\",\"path\":\"" + URN + attribute + "\",\"value\":" + value + "}]}";
    }
}
