package dev.rollcall.ingest.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the connection test says of a provider that isn't as it should be. */
class ConnectionChecksIT {

    private final StagedProvider provider = new StagedProvider();
    private final Console console = Console.of(provider);

    @AfterEach
    void stop() {
        provider.close();
    }

    private JsonNode report() {
        return console.stage
                .admin()
                .post("/api/v1/connections/" + console.connection + "/test", "")
                .expect(200);
    }

    private Optional<JsonNode> check(String name) {
        return StreamSupport.stream(report().get("checks").spliterator(), false)
                .filter(check -> check.get("name").stringValue().equals(name))
                .findFirst();
    }

    private void expectFailed(String name, String detail) {
        assertThat(check(name)).hasValueSatisfying(check -> {
            assertThat(check.get("ok").booleanValue()).as(check.toString()).isFalse();
            assertThat(check.get("detail").stringValue()).contains(detail);
            assertThat(check.get("remedy").stringValue()).isNotBlank();
        });
        assertThat(report().get("ok").booleanValue()).isFalse();
    }

    @Test
    void passesWhereAllIsWell() {
        JsonNode report = report();

        assertThat(report.get("ok").booleanValue()).as(report.toString()).isTrue();
        assertThat(report.get("checks"))
                .allSatisfy(check -> assertThat(
                                check.get("ok").isNull() || check.get("ok").booleanValue())
                        .isTrue())
                .anySatisfy(check -> {
                    assertThat(check.get("name").stringValue()).isEqualTo("clock");
                    assertThat(check.get("ok").booleanValue()).isTrue();
                });
        assertThat(report.toString()).doesNotContain(StagedProvider.SECRET);
        assertThat(provider.tokenRequests).hasValue(1);
    }

    @Test
    void tellsThatNobodyIsThere() {
        provider.close();
        expectFailed("discovery", "can't be reached");
    }

    @Test
    void tellsOfAWrongEnvironment() {
        provider.discoveryStatus = 404;
        expectFailed("discovery", "HTTP 404. The environment id or the region is wrong");
        assertThat(check("client")).isEmpty();
    }

    @Test
    void tellsOfALyingDocument() {
        provider.discovery.put("issuer", "https://auth.pingone.eu/other/as");
        expectFailed("issuer", "https://auth.pingone.eu/other/as");
        provider.discovery.put("issuer", provider.issuer());
        provider.discovery.put("jwks_uri", "http://keys.example.com/jwks");
        expectFailed("endpoints", "isn't an https URL");
        provider.discovery.put("jwks_uri", "file:///etc/passwd");
        expectFailed("endpoints", "isn't an https URL");
        assertThat(provider.tokenRequests).hasValue(0);
    }

    @Test
    void tellsOfKeysThatVerifyNothing() {
        provider.published = List.of();
        expectFailed("keys", "no RSA or EC key");
        provider.discovery.put("jwks_uri", provider.issuer() + "/nothing");
        expectFailed("keys", "HTTP 404");
    }

    @Test
    void tellsOfAFlowThatTheProviderDoesNotKnow() {
        provider.discovery.put("code_challenge_methods_supported", List.of("plain"));
        expectFailed("pkce", "not with S256");
        provider.discovery.put("response_types_supported", List.of("id_token"));
        expectFailed("pkce", "authorization code flow");
    }

    @Test
    void tellsOfAWrongSecret() {
        var wrong = new Console(provider.discoveryUrl(), StagedProvider.CLIENT, "another");
        JsonNode report = wrong.stage
                .admin()
                .post("/api/v1/connections/" + wrong.connection + "/test", "")
                .expect(200);
        assertThat(report.toString())
                .contains("refuses the client id or the client secret")
                .doesNotContain("another");
    }

    @Test
    void needsAConnectionWithAProvider() {
        String plain = console.stage.connection().connection();
        console.stage.admin().post("/api/v1/connections/" + plain + "/test", "").expect(409);
        console.stage.admin().post("/api/v1/connections/nothing/test", "").expect(404);
    }
}
