package dev.rollcall.ingest.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The admin API for connections and apps. */
class AdminApiIT {

    private final Stage stage = Stage.shared();
    private final HttpCalls admin = stage.admin();

    @Test
    void showsASecretOnceAndTakesItUntilTheConnectionIsDeleted() {
        HttpCalls scim = stage.connection();
        scim.get("/Users").expect(200);
        JsonNode shown = admin.get("/api/v1/connections/" + scim.connection()).expect(200);
        assertThat(shown.get("scim_config").get("scim_base_url").stringValue()).isEqualTo(scim.base());
        assertThat(shown.get("scim_config").has("secret")).isFalse();
        assertThat(admin.get("/api/v1/connections").response().body())
                .contains(scim.connection())
                .doesNotContain(scim.token());

        JsonNode hit = admin.delete("/api/v1/connections/" + scim.connection()).expect(409);
        assertThat(hit.get("users").asInt()).isZero();
        assertThat(hit.get("groups").asInt()).isZero();
        assertThat(hit.get("apps").isArray()).isTrue();
        admin.delete("/api/v1/connections/" + scim.connection() + "?confirm=another")
                .expect(409);
        scim.get("/Users").expect(200);

        assertThat(delete(scim).status()).isEqualTo(204);
        scim.get("/Users").expectError(401, "");
        admin.get("/api/v1/connections/" + scim.connection()).expect(404);
    }

    @Test
    void revokesATokenOnOtherInstancesWithinSeconds() {
        HttpCalls scim = stage.connection();
        HttpCalls there = stage.onSecond(scim);
        there.get("/Users").expect(200);
        delete(scim);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> there.get("/Users").expectError(401, ""));
    }

    private HttpCalls.Answer delete(HttpCalls scim) {
        return admin.delete("/api/v1/connections/" + scim.connection() + "?confirm=" + scim.connection());
    }

    @Test
    void answers403ForADisabledConnection() {
        HttpCalls scim = stage.connection();
        Setting setting =
                stage.settings().connection(scim.connection()).orElseThrow().setting();
        var disabled = ConnectionSetting.newBuilder(setting.getConnection())
                .setEnabled(false)
                .build();
        stage.put(Setting.newBuilder(setting).setConnection(disabled).build());
        scim.get("/Users").expectError(403, "");
    }

    @Test
    void refusesWhatItCantTake() {
        String taken = stage.connection().connection();
        String connections = "/api/v1/connections";
        admin.post(connections, "{\"id\": \"%s\", \"type\": \"ping\", \"name\": \"x\"}".formatted(taken))
                .expect(409);
        for (String body : List.of(
                "{",
                "[]",
                "{\"type\": \"okta\", \"name\": \"x\"}",
                "{\"type\": \"ping\"}",
                "{\"type\": \"ping\", \"name\": \"x\", \"id\": \"No Way\"}",
                "{\"type\": \"ping\", \"name\": \"x\", \"colour\": \"red\"}")) {
            var refused = admin.post(connections, body);
            assertThat(refused.expect(400).get("detail").stringValue()).isNotBlank();
            assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        }
        admin.withToken("wrong").get(connections).expect(401);
        admin.withToken(null).get(connections).expect(401);
        admin.get("/api/v1/nothing").expect(404);
        admin.put(connections, "{}").expect(405);
        admin.get("/nothing").expect(404);
    }

    @Test
    void keepsAppsWithTheirSecretsSealed() {
        String id = "app-" + UUID.randomUUID();
        JsonNode made = admin.post("/api/v1/apps", """
                        {"id": "%s", "name": "Hook", "kind": "webhook", "url": "https://example.com/hook"}""".formatted(id)).expect(201);
        String secret = made.get("secret").stringValue();
        assertThat(secret).startsWith("whsec_");
        assertThat(made.has("deprovision")).isFalse();
        JsonNode shown = admin.get("/api/v1/apps/" + id).expect(200);
        assertThat(shown.has("secret")).isFalse();
        long lag = shown.get("lag").longValue();
        stage.connection().post("/Users", "{\"userName\": \"ada\"}").expect(201);
        // nobody brings it anything here, so it is behind by one more
        assertThat(admin.get("/api/v1/apps/" + id).expect(200).get("lag").longValue())
                .isGreaterThan(lag);
        assertThat(stage.settings().app(id).orElseThrow().value().toString()).doesNotContain(secret);

        for (String body : List.of(
                "{\"name\": \"x\", \"kind\": \"webhook\", \"url\": \"ftp://example.com\"}",
                "{\"name\": \"x\", \"kind\": \"webhook\", \"url\": \"/hook\"}",
                "{\"name\": \"x\", \"kind\": \"fax\", \"url\": \"https://example.com\"}",
                "{\"name\": \"x\", \"kind\": \"scim\", \"url\": \"https://example.com\"}",
                "{\"name\": \"x\", \"kind\": \"webhook\", \"url\": \"https://a.b\", \"connections\": [\"none\"]}")) {
            admin.post("/api/v1/apps", body).expect(400);
        }
        assertThat(admin.delete("/api/v1/apps/" + id).status()).isEqualTo(204);
        admin.get("/api/v1/apps/" + id).expect(404);
    }
}
