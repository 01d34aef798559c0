package dev.rollcall.ingest.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.CredentialKind;
import dev.rollcall.event.IdentityUpdate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ConnectionFormTest {

    private static final String ENVIRONMENT = "a1b2c3d4-0000-4000-8000-00000000abcd";
    private static final String EXAMPLE = """
            {"config": {"client_id": "id", "client_secret": "hush", "ping_env_id": "%s"},
             "type": "ping", "name": "my example idp"}""".formatted(ENVIRONMENT);

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final ConnectionJson json = new ConnectionJson(mapper);

    @Test
    void takesTheExampleOfCloudflare() {
        var connection = read(EXAMPLE);
        assertThat(connection.getName()).isEqualTo("my example idp");
        assertThat(connection.getMethods()).containsExactly(CredentialKind.BEARER);
        assertThat(connection.getIdentityUpdate()).isEqualTo(IdentityUpdate.AUTOMATIC);
        assertThat(connection.getEnabled()).isTrue();
        var provider = connection.getProvider();
        assertThat(provider.getClientId()).isEqualTo("id");
        assertThat(provider.getSealedClientSecret()).isEqualTo("sealed(hush)");
        assertThat(provider.getEnvironment()).isEqualTo(ENVIRONMENT);
        assertThat(provider.getRegion()).isEqualTo("com");
        assertThat(provider.getPkce()).isTrue();
    }

    @Test
    void needsNoConfig() {
        assertThat(read("{\"type\": \"ping\", \"name\": \"x\"}").getProvider()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"com", "ca", "eu", "com.au", "sg", "asia"})
    void takesEveryRegion(String region) {
        assertThat(read(with("\"region\": \"%s\"".formatted(region)))
                        .getProvider()
                        .getRegion())
                .isEqualTo(region);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.example.com/as/.well-known/openid-configuration",
                "http://localhost:8090/realms/a/.well-known/openid-configuration",
                "http://127.0.0.1:8090/as/.well-known/openid-configuration",
                "http://[::1]:8090/as/.well-known/openid-configuration"
            })
    void takesADiscoveryUrlInPlaceOfAnEnvironment(String url) {
        var provider = read("""
                {"type": "ping", "name": "x", "config": {"client_id": "id", "discovery_url": "%s"}}""".formatted(url)).getProvider();
        assertThat(provider.getDiscoveryUrl()).isEqualTo(url);
        assertThat(provider.getEnvironment()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "config.region | \"config\": {\"client_id\": \"i\", \"ping_env_id\": \"" + ENVIRONMENT
                        + "\", \"region\": \"us\"}",
                "config.region | \"config\": {\"client_id\": \"i\", \"ping_env_id\": \"" + ENVIRONMENT
                        + "\", \"region\": \"com.evil.example\"}",
                "config.ping_env_id | \"config\": {\"client_id\": \"i\"}",
                "config.ping_env_id | \"config\": {\"client_id\": \"i\", \"ping_env_id\": \"../../x\"}",
                "config.client_id | \"config\": {\"ping_env_id\": \"" + ENVIRONMENT + "\"}",
                "config.client_id | \"config\": {\"client_id\": \"a\\r\\nb\", \"ping_env_id\": \"" + ENVIRONMENT
                        + "\"}",
                "config.pkce_enabled | \"config\": {\"client_id\": \"i\", \"ping_env_id\": \"" + ENVIRONMENT
                        + "\", \"pkce_enabled\": false}",
                "config.scopes | \"config\": {\"client_id\": \"i\", \"ping_env_id\": \"" + ENVIRONMENT
                        + "\", \"scopes\": [\"a b\"]}",
                "config.claims | \"config\": {\"client_id\": \"i\", \"ping_env_id\": \"" + ENVIRONMENT
                        + "\", \"claims\": [\"groups\", \"groups\"]}",
                "config.claims | \"config\": {\"client_id\": \"i\", \"ping_env_id\": \"" + ENVIRONMENT
                        + "\", \"claims\": [null]}",
                "config.email_claim_name | \"config\": {\"client_id\": \"i\", \"ping_env_id\": \"" + ENVIRONMENT
                        + "\", \"email_claim_name\": \"\"}",
                "config.discovery_url | \"config\": {\"client_id\": \"i\", \"discovery_url\":"
                        + " \"http://example.com/.well-known/openid-configuration\"}",
                "config.discovery_url | \"config\": {\"client_id\": \"i\", \"discovery_url\":"
                        + " \"http://localhost.example.com/.well-known/openid-configuration\"}",
                "config.discovery_url | \"config\": {\"client_id\": \"i\", \"discovery_url\":"
                        + " \"https://user@example.com/.well-known/openid-configuration\"}",
                "config.discovery_url | \"config\": {\"client_id\": \"i\", \"discovery_url\": \"https://example.com/\"}",
                "config.discovery_url | \"config\": {\"client_id\": \"i\", \"discovery_url\":"
                        + " \"file:///.well-known/openid-configuration\"}",
                "config.discovery_url | \"config\": {\"client_id\": \"i\", \"discovery_url\": \"%\"}",
                "config.discovery_url | \"config\": {\"client_id\": \"i\", \"discovery_url\": \"mailto:a@b\"}",
                "scim_config.seat_deprovision | \"scim_config\": {\"seat_deprovision\": true}",
                "scim_config.identity_update_behavior | \"scim_config\": {\"identity_update_behavior\": \"never\"}",
                "scim_config.enabled | \"enabled\": true, \"scim_config\": {\"enabled\": false}",
                "authentication.methods | \"authentication\": {\"methods\": []}",
                "authentication.methods | \"authentication\": {\"methods\": [\"none\"]}",
                "authentication.methods | \"authentication\": {\"methods\": [null]}",
                "authentication.allowed_sources | \"authentication\": {\"allowed_sources\": [\"example.com\"]}",
                "authentication.allowed_sources | \"authentication\": {\"allowed_sources\": [\"10.0.0.0/33\"]}",
                "authentication.allowed_sources | \"authentication\": {\"allowed_sources\": [\"10.0.0.0/-1\"]}",
                "authentication.allowed_sources | \"authentication\": {\"allowed_sources\": [\"\"]}",
                "profile | \"profile\": \"none\"",
                "type | \"type\": \"okta\"",
                "name | \"name\": \" \"",
                "name | \"name\": \"a\\r\\nSet-Cookie: x=y\"",
                "name | \"name\": \"a\\u2028b\"",
            })
    void namesTheFieldThatIsWrong(String field, String member) {
        ObjectNode body = (ObjectNode) mapper.readTree("{\"type\": \"ping\", \"name\": \"x\"}");
        ((ObjectNode) mapper.readTree("{" + member + "}"))
                .properties()
                .forEach(e -> body.set(e.getKey(), e.getValue()));
        assertThatThrownBy(() -> read(body.toString())).isInstanceOfSatisfying(ResponseStatusException.class, e -> {
            assertThat(e.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
            assertThat(e.getReason()).contains(field);
        });
    }

    @Test
    void takesAddressesOfBothFamilies() {
        var sources = List.of("192.0.2.0/24", "198.51.100.7", "2001:db8::/32", "0.0.0.0/0");
        assertThat(read("""
                        {"type": "ping", "name": "x", "authentication": {"allowed_sources": %s}}""".formatted(mapper.writeValueAsString(sources))).getSources())
                .isEqualTo(sources);
    }

    @Test
    void keepsWhatAPatchLeavesOutAndResetsWhatItNulls() {
        var before = read(with("\"region\": \"eu\", \"email_claim_name\": \"mail\", \"claims\": [\"groups\"]"));
        var after = patch(before, """
                {"config": {"email_claim_name": null, "claims": ["team"]}, "scim_config": {"enabled": false}}""");
        assertThat(after.getEnabled()).isFalse();
        assertThat(after.getName()).isEqualTo("my example idp");
        var provider = after.getProvider();
        assertThat(provider.getEmailClaim()).isNull();
        assertThat(provider.getClaims()).containsExactly("team");
        assertThat(provider.getRegion()).isEqualTo("eu");
        assertThat(provider.getSealedClientSecret()).isEqualTo("sealed(hush)");

        assertThat(patch(before, "{\"config\": null}").getProvider()).isNull();
        assertThat(patch(before, "{\"config\": {\"client_secret\": \"new\"}}")
                        .getProvider()
                        .getSealedClientSecret())
                .isEqualTo("sealed(new)");
        assertThat(patch(before, "{\"config\": {\"client_secret\": null}}")
                        .getProvider()
                        .getSealedClientSecret())
                .isNull();
        assertThat(patch(before, "{}")).isEqualTo(before);
    }

    @Test
    void sendsAKeptSecretToNoOtherServer() {
        var before = read(EXAMPLE);
        assertThatThrownBy(() -> patch(before, """
                        {"config": {"discovery_url": "https://evil.example/.well-known/openid-configuration"}}""")).hasMessageContaining("config.client_secret");
        assertThat(patch(before, "{\"config\": {\"region\": \"eu\", \"client_secret\": \"again\"}}")
                        .getProvider()
                        .getRegion())
                .isEqualTo("eu");
    }

    @Test
    void neverChangesTheId() {
        var before = read(EXAMPLE);
        assertThatThrownBy(() -> patch(before, "{\"id\": \"other\"}")).hasMessageContaining("id never changes");
    }

    private static String with(String member) {
        return """
                {"config": {"client_id": "id", "client_secret": "hush", "ping_env_id": "%s", %s},
                 "type": "ping", "name": "my example idp"}""".formatted(ENVIRONMENT, member);
    }

    private ConnectionSetting read(String body) {
        return ConnectionForm.read(
                mapper.readValue(body, ConnectionBody.class), null, secret -> "sealed(" + secret + ")");
    }

    private ConnectionSetting patch(ConnectionSetting before, String patch) {
        return ConnectionForm.read(
                json.patched("c", before, (ObjectNode) mapper.readTree(patch)),
                before,
                secret -> "sealed(" + secret + ")");
    }
}
