package dev.rollcall.ingest.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Access tokens for client credentials, as OAuth 2.0 has them. */
class TokenEndpointIT {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String GRANT = "grant_type=client_credentials";

    private final Stage stage = Stage.shared();
    private final HttpCalls scim =
            stage.connection(", \"authentication\": {\"methods\": [\"bearer\", \"client_credentials\"]}");
    private final HttpCalls open = scim.withToken(null);
    private final String credentials = "/api/v1/connections/" + scim.connection() + "/credentials";
    private final JsonNode client = stage.admin()
            .post(credentials, "{\"kind\": \"client_credentials\", \"label\": \"PingOne\"}")
            .expect(201);
    private final String id = client.get("client_id").stringValue();
    private final String secret = client.get("secret").stringValue();

    @Test
    void givesTokensByBasicAndByForm() throws Exception {
        JsonNode shown = stage.admin()
                .get("/api/v1/connections/" + scim.connection())
                .expect(200)
                .get("authentication");
        assertThat(shown.get("token_url").stringValue()).isEqualTo(scim.base() + "/oauth2/token");
        for (var answer : List.of(
                token(GRANT, "Authorization", basic(id, secret)),
                token(GRANT + "&scope=scim%20users", "Authorization", basic(id, secret)),
                token(GRANT + "&client_id=" + id + "&client_secret=" + secret))) {
            JsonNode granted = answer.expect(200);
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Content-Type")).startsWith("application/json");
            assertThat(granted.get("token_type").stringValue()).isEqualToIgnoringCase("Bearer");
            assertThat(granted.get("expires_in").asInt()).isEqualTo(900);
            scim.withToken(granted.get("access_token").stringValue())
                    .get("/Users")
                    .expect(200);
        }
        SignedJWT jwt = SignedJWT.parse(accessToken());
        assertThat(jwt.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo(scim.base());
        assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly(scim.connection());
        assertThat(jwt.getJWTClaimsSet().getClaims())
                .containsKeys("iss", "sub", "aud", "exp", "iat", "jti")
                .containsEntry("client_id", id);
        JsonNode metadata = new HttpCalls(stage.url(), null)
                .get("/.well-known/oauth-authorization-server/scim/v2/" + scim.connection())
                .expect(200);
        assertThat(metadata.get("issuer").stringValue()).isEqualTo(scim.base());
        assertThat(metadata.get("token_endpoint").stringValue()).isEqualTo(scim.base() + "/oauth2/token");
        assertThat(metadata.get("jwks_uri").stringValue()).isEqualTo(scim.base() + "/oauth2/jwks");
        JWKSet keys = JWKSet.parse(open.get("/oauth2/jwks").response().body());
        assertThat(keys.containsNonPublicKeys()).isFalse();
        var key = keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toRSAKey();
        assertThat(jwt.verify(new RSASSAVerifier(key))).isTrue();
    }

    @Test
    void refusesAsTheRfcHasIt() {
        expectError(token(""), 400, "invalid_request");
        expectError(token(GRANT), 401, "invalid_client");
        expectError(
                token("grant_type=password&username=a&password=b", "Authorization", basic(id, secret)),
                400,
                "unsupported_grant_type");
        expectError(token("scope=x", "Authorization", basic(id, secret)), 400, "invalid_request");
        expectError(token(GRANT + "&" + GRANT, "Authorization", basic(id, secret)), 400, "invalid_request");
        expectError(
                token(GRANT + "&client_id=" + id + "&client_secret=" + secret, "Authorization", basic(id, secret)),
                400,
                "invalid_request");
        expectError(open.post("/oauth2/token", "{}", "Content-Type", "application/json"), 400, "invalid_request");
        var wrong = token(GRANT, "Authorization", basic(id, "wrong"));
        expectError(wrong, 401, "invalid_client");
        assertThat(wrong.header("WWW-Authenticate")).startsWith("Basic ");
        expectError(token(GRANT + "&client_id=" + id + "&client_secret=wrong"), 401, "invalid_client");
        HttpCalls none = new HttpCalls(stage.url() + "/scim/v2/none", null);
        expectError(
                none.post("/oauth2/token", GRANT, "Content-Type", FORM, "Authorization", basic(id, secret)),
                401,
                "invalid_client");
        stage.admin()
                .patch("/api/v1/connections/" + scim.connection(), "{\"enabled\": false}")
                .expect(200);
        expectError(token(GRANT, "Authorization", basic(id, secret)), 400, "unauthorized_client");
    }

    @Test
    void takesAccessTokensOfItsOwnConnectionOnly() {
        HttpCalls other = stage.connection(", \"authentication\": {\"methods\": [\"bearer\", \"client_credentials\"]}");
        other.withToken(accessToken()).get("/Users").expectError(401, "");
        String[] parts = accessToken().split("\\.", -1);
        String forged = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                        .replace(scim.connection(), other.connection())
                        .getBytes(StandardCharsets.UTF_8));
        other.withToken(parts[0] + "." + forged + "." + parts[2]).get("/Users").expectError(401, "");
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"at+jwt\"}".getBytes(StandardCharsets.UTF_8));
        scim.withToken(none + "." + parts[1] + ".").get("/Users").expectError(401, "");
    }

    @Test
    void endsAccessTokensWithTheirCredentialOnEveryInstance() {
        HttpCalls there = stage.onSecond(scim).withToken(accessToken());
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> there.get("/Users").expect(200));
        stage.admin().delete(credentials + "/" + client.get("id").stringValue());
        scim.withToken(there.token()).get("/Users").expectError(401, "");
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> there.get("/Users").expectError(401, ""));
    }

    @Test
    void endsAccessTokensWhenTheMethodIsDisabled() {
        String token = accessToken();
        scim.withToken(token).get("/Users").expect(200);
        stage.admin()
                .patch("/api/v1/connections/" + scim.connection(), "{\"authentication\": {\"methods\": [\"bearer\"]}}")
                .expect(200);
        scim.withToken(token).get("/Users").expectError(401, "");
        expectError(token(GRANT, "Authorization", basic(id, secret)), 401, "invalid_client");
    }

    @Test
    void trustsOldKeysAfterARotationAndNoneThatIsRevoked() throws Exception {
        String token = accessToken();
        String keys = "/api/v1/signing-keys";
        assertThat(stage.admin().post(keys, "").status()).isEqualTo(204);
        assertThat(stage.admin().get(keys).expect(200)).hasSizeGreaterThan(1);
        scim.withToken(token).get("/Users").expect(200);
        // the new key signs only when every instance knows it
        assertThat(SignedJWT.parse(accessToken()).getHeader().getKeyID())
                .isEqualTo(SignedJWT.parse(token).getHeader().getKeyID());
        String kid = SignedJWT.parse(token).getHeader().getKeyID();
        assertThat(stage.admin().delete(keys + "/" + kid).status()).isEqualTo(204);
        stage.admin().delete(keys + "/" + kid).expect(404);
        scim.withToken(token).get("/Users").expectError(401, "");
        scim.withToken(accessToken()).get("/Users").expect(200);
    }

    private String accessToken() {
        return token(GRANT, "Authorization", basic(id, secret))
                .expect(200)
                .get("access_token")
                .stringValue();
    }

    private HttpCalls.Answer token(String form, String... headers) {
        var all = new ArrayList<>(List.of("Content-Type", FORM));
        all.addAll(List.of(headers));
        return open.post("/oauth2/token", form, all.toArray(String[]::new));
    }

    private static void expectError(HttpCalls.Answer answer, int status, String error) {
        assertThat(answer.expect(status).get("error").stringValue()).isEqualTo(error);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    private static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }
}
