package dev.rollcall.ingest.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The admin API for access policies. */
class PolicyApiIT {

    private static final String PATH = "/api/v1/policies";

    private final Stage stage = Stage.shared();
    private final HttpCalls admin = stage.admin();
    private final String id = "p-" + UUID.randomUUID();

    @Test
    void keepsAPolicyAsItWasGiven() {
        String connection = stage.connection().connection();
        String policy = """
                {"id": "%s", "name": "Identity team", "role": "admin", "connections": ["%s"],
                 "include": [{"kind": "claim", "name": "groups", "value": "identity-team"}, {"kind": "everyone"}],
                 "require": [{"kind": "domain", "value": "example.com"}],
                 "exclude": [{"kind": "group", "value": "Contractors"}, {"kind": "email", "value": "a@b.example"}]}""".formatted(id, connection);

        JsonNode made = admin.post(PATH, policy).expect(201);

        assertThat(admin.get(PATH + "/" + id).expect(200)).isEqualTo(made);
        assertThat(made.get("include").get(0).get("name").stringValue()).isEqualTo("groups");
        assertThat(made.get("exclude").get(1).get("value").stringValue()).isEqualTo("a@b.example");
        assertThat(admin.get(PATH).expect(200)).contains(made);
        admin.post(PATH, policy).expect(409);

        JsonNode changed = admin.put(PATH + "/" + id, """
                {"name": "All", "role": "viewer", "include": [{"kind": "everyone"}]}""").expect(200);
        assertThat(changed.get("role").stringValue()).isEqualTo("viewer");
        assertThat(changed.get("require")).isEmpty();
        admin.put(PATH + "/" + id, """
                {"id": "other", "name": "All", "role": "viewer", "include": [{"kind": "everyone"}]}""").expect(400);

        admin.delete(PATH + "/" + id).expect(204);
        admin.get(PATH + "/" + id).expect(404);
        admin.delete(PATH + "/" + id).expect(404);
        admin.put(PATH + "/" + id, policy).expect(404);
    }

    @Test
    void namesTheFieldThatIsWrong() {
        Map.ofEntries(
                        Map.entry("{\"role\": \"admin\", \"include\": [{\"kind\": \"everyone\"}]}", "name must"),
                        Map.entry("{\"name\": \"x\", \"include\": [{\"kind\": \"everyone\"}]}", "role must"),
                        Map.entry("{\"name\": \"x\", \"role\": \"admin\"}", "include needs"),
                        Map.entry(policy("{\"kind\": \"somebody\"}"), "include[0].kind"),
                        Map.entry(policy("{}"), "include[0].kind"),
                        Map.entry(policy("null"), "include[0]"),
                        Map.entry(policy("{\"kind\": \"everyone\", \"value\": \"x\"}"), "include[0].value"),
                        Map.entry(policy("{\"kind\": \"email\", \"value\": \"x\"}"), "include[0].value"),
                        Map.entry(policy("{\"kind\": \"domain\", \"value\": \"@example.com\"}"), "include[0].value"),
                        Map.entry(policy("{\"kind\": \"claim\", \"value\": \"x\"}"), "include[0].name"),
                        Map.entry(
                                policy("{\"kind\": \"group\", \"name\": \"x\", \"value\": \"x\"}"), "include[0].name"),
                        Map.entry(
                                "{\"name\": \"x\", \"role\": \"admin\", \"connections\": [\"none\"],"
                                        + " \"include\": [{\"kind\": \"everyone\"}]}",
                                "connections"),
                        Map.entry(policy("{\"kind\": \"group\", \"value\": \"a\\r\\nb\"}"), "include[0].value"))
                .forEach((body, field) -> {
                    var refused = admin.post(PATH, body);
                    assertThat(refused.expect(400).get("detail").stringValue())
                            .as(body)
                            .contains(field);
                });
    }

    private static String policy(String rule) {
        return "{\"name\": \"x\", \"role\": \"admin\", \"include\": [" + rule + "]}";
    }
}
