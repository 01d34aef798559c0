package dev.rollcall.ingest.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a connection's client authenticates with: bearer tokens, passwords, access tokens. */
class CredentialsIT {

    private static final String WRONG = "The credential is missing, wrong, expired or revoked.";
    private static final Duration EVERYWHERE = Duration.ofSeconds(5);

    private final Stage stage = Stage.shared();
    private final HttpCalls admin = stage.admin();

    @Test
    void takesSeveralBearerTokensEachUntilItIsRevoked() {
        HttpCalls first = stage.connection();
        String credentials = credentials(first);
        JsonNode made = admin.post(credentials, "{\"kind\": \"bearer\", \"label\": \"second\"}")
                .expect(201);
        HttpCalls second = first.withToken(made.get("secret").stringValue());
        first.get("/Users").expect(200);
        second.get("/Users").expect(200);

        JsonNode shown = admin.get(credentials).expect(200);
        assertThat(shown.valueStream().map(one -> one.get("label").stringValue()))
                .containsExactly("", "second");
        assertThat(shown.toString()).doesNotContain("secret", "sha256");
        await().untilAsserted(() ->
                assertThat(admin.get(credentials).expect(200).valueStream()).allMatch(one -> one.has("last_used_at")));

        admin.delete(credentials + "/" + made.get("id").stringValue());
        second.get("/Users").expectError(401, "");
        first.get("/Users").expect(200);
        admin.delete(credentials + "/" + made.get("id").stringValue()).expect(404);
    }

    @Test
    void rotatesWithAnOverlap() {
        HttpCalls old = stage.connection();
        String credentials = credentials(old);
        String id = admin.get(credentials).expect(200).get(0).get("id").stringValue();
        JsonNode made = admin.post(credentials + "/" + id + "/rotate", "{\"overlap\": \"PT2S\"}")
                .expect(201);
        HttpCalls fresh = old.withToken(made.get("secret").stringValue());
        fresh.get("/Users").expect(200);
        old.get("/Users").expect(200);
        await().atMost(EVERYWHERE).untilAsserted(() -> old.get("/Users").expectError(401, ""));
        fresh.get("/Users").expect(200);

        Instant now = Instant.now();
        admin.post(credentials + "/" + made.get("id").stringValue() + "/rotate", "")
                .expect(201);
        String end = admin.get(credentials)
                .expect(200)
                .valueStream()
                .filter(one -> one.get("id").equals(made.get("id")))
                .findFirst()
                .orElseThrow()
                .get("expires_at")
                .stringValue();
        assertThat(Instant.parse(end)).isBetween(now.plus(Duration.ofHours(23)), now.plus(Duration.ofHours(25)));
        admin.post(credentials + "/" + made.get("id").stringValue() + "/rotate", "{\"overlap\": \"P91D\"}")
                .expect(400);
    }

    @Test
    void regeneratesTheSecret() {
        HttpCalls old = stage.connection();
        JsonNode answer = admin.post("/api/v1/connections/" + old.connection() + "/regenerate-secret", "")
                .expect(200);
        old.get("/Users").expectError(401, "");
        old.withToken(answer.get("scim_config").get("secret").stringValue())
                .get("/Users")
                .expect(200);
    }

    @Test
    void takesOnlyTheMethodsThatAreEnabled() {
        HttpCalls bearer = stage.connection();
        String connection = "/api/v1/connections/" + bearer.connection();
        admin.post(connection + "/credentials", """
                        {"kind": "basic", "username": "ping", "password": "correct horse battery"}""").expect(409);
        admin.patch(connection, "{\"authentication\": {\"methods\": [\"basic\", \"bearer\"]}}")
                .expect(200);
        JsonNode made = admin.post(connection + "/credentials", """
                        {"kind": "basic", "username": "ping", "password": "correct horse battery"}""").expect(201);
        assertThat(made.get("username").stringValue()).isEqualTo("ping");
        HttpCalls nobody = bearer.withToken(null);
        nobody.get("/Users", "Authorization", basic("bAsIc", "ping", "correct horse battery"))
                .expect(200);
        nobody.get("/Users", "Authorization", basic("Basic", "ping", "correct horse"))
                .expectError(401, "");
        nobody.get("/Users", "Authorization", basic("Basic", "other", "correct horse battery"))
                .expectError(401, "");

        admin.patch(connection, "{\"authentication\": {\"methods\": [\"basic\"]}}")
                .expect(200);
        var refused = bearer.get("/Users");
        refused.expectError(401, "");
        assertThat(refused.response().headers().allValues("WWW-Authenticate"))
                .containsExactly("Basic realm=\"rollcall\", charset=\"UTF-8\"");
        nobody.get("/Users", "Authorization", basic("Basic", "ping", "correct horse battery"))
                .expect(200);
        assertThat(stage.settings()
                        .connection(bearer.connection())
                        .orElseThrow()
                        .setting()
                        .toString())
                .doesNotContain("correct horse battery");
    }

    @Test
    void answersEveryWrongCredentialAlike() {
        HttpCalls scim = stage.connection();
        JsonNode expiring = admin.post(
                        credentials(scim), """
                        {"kind": "bearer", "expires_at": "%s"}""".formatted(Instant.now().plusSeconds(1)))
                .expect(201);
        HttpCalls expired = scim.withToken(expiring.get("secret").stringValue());
        await().atMost(EVERYWHERE)
                .untilAsserted(() -> assertThat(expired.get("/Users").status()).isEqualTo(401));
        String another = stage.connection().token();
        List<HttpCalls.Answer> answers = List.of(
                expired.get("/Users"),
                scim.withToken(another).get("/Users"),
                scim.withToken("rc_" + scim.connection() + "_nonsense").get("/Users"),
                scim.withToken("a.b.c").get("/Users"),
                scim.withToken(null).get("/Users", "Authorization", basic("Basic", "a", "b")),
                scim.withToken(null).get("/Users", "Authorization", "Basic %%%"),
                scim.withToken(null).get("/Users", "Authorization", "Digest x"),
                new HttpCalls(stage.url() + "/scim/v2/none-" + UUID.randomUUID(), scim.token()).get("/Users"));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.expectError(401, "").get("detail").stringValue()).startsWith(WRONG);
            assertThat(answer.response().body())
                    .isEqualTo(answers.getFirst().response().body());
            assertThat(answer.header("WWW-Authenticate"))
                    .isEqualTo(answers.getFirst().header("WWW-Authenticate"))
                    .contains("invalid_token");
        });
        assertThat(scim.withToken(null).get("/Users").header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"rollcall\"");
    }

    @Test
    void letsWrongCredentialsWaitButNobodyElse() {
        HttpCalls scim = stage.connection(", \"authentication\": {\"methods\": [\"bearer\", \"basic\"]}");
        admin.post(credentials(scim), """
                        {"kind": "basic", "username": "ping", "password": "correct horse battery"}""").expect(201);
        HttpCalls wrong = scim.withToken("wrong");
        for (int i = 0; i < 20; i++) {
            wrong.get("/Users").expectError(401, "");
        }
        var limited = wrong.get("/Users");
        limited.expectError(429, "");
        assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 61);
        // guesses wait, even right ones; a token is no guess, and other connections' clients aren't concerned
        scim.withToken(null)
                .get("/Users", "Authorization", basic("Basic", "ping", "correct horse battery"))
                .expectError(429, "");
        scim.get("/Users").expect(200);
        stage.connection().withToken("wrong").get("/Users").expectError(401, "");
        assertThat(stage.admin().get("/actuator/prometheus").response().body())
                .contains("rollcall_ingest_authentication_failures_total{")
                .contains("reason=\"too_many\"");
    }

    @Test
    void takesRequestsFromAllowedSourcesOnly() {
        HttpCalls here = stage.connection(", \"authentication\": {\"allowed_sources\": [\"127.0.0.0/8\", \"::1\"]}");
        here.get("/Users").expect(200);
        HttpCalls elsewhere = stage.connection(", \"authentication\": {\"allowed_sources\": [\"192.0.2.0/24\"]}");
        elsewhere.get("/Users").expectError(403, "");
        elsewhere.withToken("wrong").get("/Users").expectError(401, "");
        // nobody's word is taken for it
        elsewhere.get("/Users", "X-Forwarded-For", "192.0.2.7").expectError(403, "");
        elsewhere.get("/Users", "Forwarded", "for=192.0.2.7").expectError(403, "");
    }

    @Test
    void believesTheForwardedHeadersOfTrustedProxies() {
        HttpCalls scim = stage.connection(", \"authentication\": {\"allowed_sources\": [\"192.0.2.0/24\"]}");
        try (var behind = stage.start(Map.of("rollcall.ingest.trusted-proxies", "127.0.0.0/8,::1"))) {
            HttpCalls proxied = new HttpCalls(Stage.url(behind) + "/scim/v2/" + scim.connection(), scim.token());
            proxied.get("/Users", "X-Forwarded-For", "192.0.2.7").expect(200);
            proxied.get("/Users", "X-Forwarded-For", "192.0.2.7, 198.51.100.9").expectError(403, "");
            JsonNode shown = new HttpCalls(Stage.url(behind), Stage.ADMIN_TOKEN)
                    .get(
                            "/api/v1/connections/" + scim.connection(),
                            "X-Forwarded-Host",
                            "scim.example.com",
                            "X-Forwarded-Proto",
                            "https")
                    .expect(200);
            assertThat(shown.get("scim_config").get("scim_base_url").stringValue())
                    .isEqualTo("https://scim.example.com/scim/v2/" + scim.connection());
        }
        JsonNode forged = admin.get("/api/v1/connections/" + scim.connection(), "X-Forwarded-Host", "evil.example")
                .expect(200);
        assertThat(forged.get("scim_config").get("scim_base_url").stringValue()).isEqualTo(scim.base());
    }

    @Test
    void refusesWhatCantBeACredential() {
        HttpCalls scim = stage.connection(", \"authentication\": {\"methods\": [\"bearer\", \"basic\"]}");
        for (String body : List.of(
                "{}",
                "{\"kind\": \"password\"}",
                "{\"kind\": \"bearer\", \"label\": \"a\\r\\nb\"}",
                "{\"kind\": \"bearer\", \"expires_at\": \"2020-01-01T00:00:00Z\"}",
                "{\"kind\": \"bearer\", \"expires_at\": \"+292278995-01-01T00:00:00Z\"}",
                "{\"kind\": \"bearer\", \"expires_at\": \"soon\"}",
                "{\"kind\": \"bearer\", \"username\": \"x\"}",
                "{\"kind\": \"bearer\", \"secret\": \"x\"}",
                "{\"kind\": \"basic\"}",
                "{\"kind\": \"basic\", \"username\": \"a:b\"}",
                "{\"kind\": \"basic\", \"username\": \"a\", \"password\": \"short\"}",
                "{\"kind\": \"basic\", \"username\": \"a\\u0000\"}")) {
            JsonNode refused = admin.post(credentials(scim), body).expect(400);
            assertThat(refused.get("detail").stringValue()).isNotBlank();
        }
        assertThat(admin.get(credentials(scim)).expect(200)).hasSize(1);
        admin.get("/api/v1/connections/none/credentials").expect(404);
    }

    static String basic(String scheme, String name, @Nullable String password) {
        byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return scheme + " " + Base64.getEncoder().encodeToString(pair);
    }

    private static String credentials(HttpCalls scim) {
        return "/api/v1/connections/" + scim.connection() + "/credentials";
    }
}
