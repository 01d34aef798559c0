package dev.rollcall.ingest.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.AppAuthentication;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.Setting;
import dev.rollcall.event.UpdateMethod;
import dev.rollcall.ingest.credential.Tokens;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.setting.Settings;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How apps are set up and changed. */
class AppsIT {

    private static final String APPS = "/api/v1/apps";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Stage stage = Stage.shared();
    private final HttpCalls admin = stage.admin();

    /** Or they would follow the connections of other tests. */
    @AfterEach
    void removeApps() {
        admin.get(APPS).expect(200).forEach(app -> admin.delete(path(app)));
    }

    @Test
    void keepsAllThatAScimAppIsToldAndShowsAllButItsSecret() {
        JsonNode made = admin.post(APPS, """
                {"name": "CRM", "kind": "scim", "url": "https://crm.example.com/scim", "secret": "t0ken",
                 "update_method": "patch", "deprovision": "deactivate",
                 "scope": {"users": "groups[display eq \\"Sales\\"]", "groups": "displayName sw \\"S\\""},
                 "mapping": {"userName": "userName", "name.formatted": "name.givenName & ' ' & name.familyName"},
                 "limits": {"concurrency": 4, "requests_per_second": 25}}""").expect(201);

        JsonNode shown = admin.get(path(made)).expect(200);
        assertThat(shown.toString()).doesNotContain("t0ken", "v2.");
        assertThat(text(shown.get("authentication"), "method")).isEqualTo("bearer");
        assertThat(text(shown, "update_method")).isEqualTo("patch");
        assertThat(text(shown.get("scope"), "groups")).isEqualTo("displayName sw \"S\"");
        assertThat(shown.get("mapping").size()).isEqualTo(2);
        assertThat(shown.get("limits").get("requests_per_second").intValue()).isEqualTo(25);
        assertThat(shown.has("body")).isFalse();
        AppSetting kept = setting(made);
        assertThat(kept.getUpdateMethod()).isEqualTo(UpdateMethod.PATCH);
        assertThat(kept.getDeprovision()).isEqualTo(DeprovisionAction.DEACTIVATE);
        assertThat(kept.getConcurrency()).isEqualTo(4);
        assertThat(kept.getSealedSecret()).startsWith("v2.").doesNotContain("t0ken");
    }

    @Test
    void changesWhatAPatchNamesAndKeepsTheSecret() {
        JsonNode made = admin.post(APPS, """
                {"name": "CRM", "kind": "scim", "url": "https://crm.example.com/scim", "secret": "t0ken"}""").expect(201);
        AppSetting before = setting(made);
        String etag = admin.get(path(made)).header("ETag");

        admin.patch(path(made), "{\"enabled\": false, \"limits\": {\"concurrency\": 2}}", "If-Match", etag)
                .expect(200);
        AppSetting after = setting(made);
        assertThat(after.getEnabled()).isFalse();
        assertThat(after.getConcurrency()).isEqualTo(2);
        assertThat(after.getSealedSecret()).isEqualTo(before.getSealedSecret());
        admin.patch(path(made), "{\"enabled\": true}", "If-Match", etag).expect(412);
        admin.patch(path(made), "{\"enabled\": true, \"limits\": null}").expect(200);
        assertThat(setting(made).getConcurrency()).isNull();
        admin.patch(path(made), "{\"secret\": \"t1\"}").expect(200);
        assertThat(setting(made).getSealedSecret()).isNotEqualTo(before.getSealedSecret());
        admin.patch(path(made), "{\"kind\": \"webhook\"}").expect(400);
        admin.patch(path(made), "{\"colour\": \"red\"}").expect(400);
    }

    @Test
    void sendsASecretOnlyToTheServerThatItWasEnteredFor() {
        JsonNode made = admin.post(APPS, """
                {"name": "CRM", "kind": "scim", "url": "https://crm.example.com/scim", "secret": "t0ken"}""").expect(201);

        admin.patch(path(made), "{\"url\": \"https://crm.example.com/scim/v2\"}")
                .expect(200);
        admin.patch(path(made), "{\"url\": \"https://evil.example.com/scim\"}").expect(400);
        admin.patch(path(made), "{\"url\": \"https://new.example.com/scim\", \"secret\": \"n3w\"}")
                .expect(200);
        admin.patch(path(made), "{\"authentication\": {\"method\": \"basic\", \"client_id\": \"rollcall\"}}")
                .expect(400);
    }

    @Test
    void remembersWhenAnAppWasMovedForIdsOfBeforeAreAnotherServers() {
        JsonNode made = admin.post(APPS, """
                {"name": "CRM", "kind": "scim", "url": "https://crm.example.com/scim", "secret": "t0ken"}""").expect(201);
        assertThat(moved(made)).isNull();
        admin.patch(path(made), "{\"name\": \"CRM 1\"}").expect(200);
        assertThat(moved(made)).isNull();

        admin.patch(path(made), "{\"url\": \"https://crm.example.com/scim/v2\"}")
                .expect(200);
        Instant moved = moved(made);
        admin.patch(path(made), "{\"name\": \"CRM 2\"}").expect(200);

        assertThat(moved).isNotNull();
        assertThat(moved(made)).isEqualTo(moved);
    }

    private Instant moved(JsonNode app) {
        return stage.settings().app(text(app, "id")).orElseThrow().value().getMoved();
    }

    @Test
    void changesTheMethodOfAuthenticationWithWhatBelongsToIt() {
        JsonNode made = admin.post(APPS, """
                {"name": "CRM", "kind": "scim", "url": "https://crm.example.com/scim", "authentication":
                 {"method": "client_credentials", "client_id": "c", "secret": "s",
                  "token_url": "https://id.example.com/token", "scope": "scim"}}""").expect(201);
        assertThat(setting(made).getTokenScope()).isEqualTo("scim");

        admin.patch(
                        path(made),
                        "{\"authentication\": {\"method\": \"basic\", \"client_id\": \"u\", \"secret\": \"p\"}}")
                .expect(200);
        AppSetting basic = setting(made);
        assertThat(basic.getAuthentication()).isEqualTo(AppAuthentication.BASIC);
        assertThat(basic.getTokenUrl()).isNull();
        admin.patch(path(made), "{\"authentication\": {\"method\": \"none\"}}").expect(200);
        assertThat(setting(made).getSealedSecret()).isEmpty();
    }

    @Test
    void takesACertificateWithItsKeyOnly() throws Exception {
        X509Bundle ours = certificate();
        ObjectNode app = JSON.createObjectNode()
                .put("name", "CRM")
                .put("kind", "scim")
                .put("url", "https://crm.example.com")
                .put("trusted_certificates", certificate().getCertificatePEM());
        ObjectNode authentication = app.putObject("authentication").put("method", "certificate");
        authentication.put("certificate", ours.getCertificatePEM());
        authentication.put("private_key", certificate().getPrivateKeyPEM());
        assertThat(text(admin.post(APPS, app.toString()).expect(400), "detail")).contains("isn't the key");
        authentication.put("private_key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----");
        assertThat(text(admin.post(APPS, app.toString()).expect(400), "detail")).contains("private key in PEM");

        authentication.put("private_key", ours.getPrivateKeyPEM());
        JsonNode made = admin.post(APPS, app.toString()).expect(201);
        assertThat(made.toString()).doesNotContain("PRIVATE KEY").contains("BEGIN CERTIFICATE");
        admin.patch(path(made), "{\"name\": \"CRM 2\"}").expect(200);
        app.put("trusted_certificates", "nothing");
        admin.post(APPS, app.toString()).expect(400);
    }

    @Test
    void givesAWebhookKeysThatOverlap() {
        JsonNode made = admin.post(APPS, webhook("")).expect(201);
        String keys = path(made) + "/signing-keys";
        assertThat(text(made, "secret")).startsWith("whsec_");
        JsonNode first = admin.get(keys).expect(200).get(0);
        assertThat(text(first, "scheme")).isEqualTo("v1");
        admin.delete(keys + "/" + text(first, "id")).expect(409);

        JsonNode second =
                admin.post(keys, "{\"scheme\": \"v1a\", \"overlap\": \"PT1H\"}").expect(201);
        assertThat(text(second, "public_key")).startsWith("whpk_");
        assertThat(second.has("secret")).isFalse();
        JsonNode both = admin.get(keys).expect(200);
        assertThat(both.size()).isEqualTo(2);
        assertThat(Instant.parse(text(both.get(0), "expires_at")))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(58)),
                        Instant.now().plus(Duration.ofMinutes(61)));
        assertThat(text(both.get(1), "public_key")).isEqualTo(text(second, "public_key"));
        assertThat(both.toString()).doesNotContain("whsec_", "whsk_", "v2.");
        admin.delete(keys + "/" + text(second, "id")).expect(409);
        assertThat(admin.delete(keys + "/" + text(first, "id")).status()).isEqualTo(204);
        admin.delete(keys + "/" + text(first, "id")).expect(404);
        admin.post(keys, "{\"overlap\": \"P91D\"}").expect(400);
    }

    @Test
    void makesAPairWhereItIsAskedFor() {
        JsonNode made = admin.post(APPS, webhook(", \"signature\": \"v1a\"")).expect(201);

        assertThat(text(made, "public_key")).startsWith("whpk_");
        assertThat(made.has("secret")).isFalse();
        assertThat(setting(made).getSigningKeys()).hasSize(1);
        assertThat(setting(made).getSealedSecret()).isEmpty();
        admin.post(APPS, webhook(", \"signature\": \"v1a\", \"secret\": \"whsec_" + "a".repeat(32) + "\""))
                .expect(400);
        admin.patch(path(made), "{\"secret\": \"whsec_" + "a".repeat(32) + "\"}")
                .expect(400);
    }

    @Test
    void keepsTheKeyOfAWebhookFromBeforeThereWereSigningKeys() {
        JsonNode made = admin.post(APPS, webhook("")).expect(201);
        String sealed = setting(made).getSigningKeys().getFirst().getSealedKey();
        Setting old = stage.settings().app(text(made, "id")).orElseThrow().setting();
        old = Setting.newBuilder(old)
                .setApp(AppSetting.newBuilder(old.getApp())
                        .setSigningKeys(List.of())
                        .setSealedSecret(sealed)
                        .setAuthentication(AppAuthentication.BEARER)
                        .build())
                .build();
        stage.put(old);

        assertThat(admin.get(path(made) + "/signing-keys").expect(200).size()).isEqualTo(1);
        admin.patch(path(made), "{\"name\": \"Renamed\"}").expect(200);
        assertThat(setting(made).getSigningKeys().getFirst().getSealedKey()).isEqualTo(sealed);
        assertThat(setting(made).getAuthentication()).isEqualTo(AppAuthentication.NONE);
    }

    @Test
    void givesWhoFetchesATokenAndAUrl() {
        JsonNode made = admin.post(
                        APPS, "{\"name\": \"Feed\", \"kind\": \"set_poll\", \"audience\": \"https://feed.example\"}")
                .expect(201);
        assertThat(setting(made).getTokenHash()).isEqualTo(Tokens.hash(text(made, "token")));
        assertThat(text(made, "poll_url")).isEqualTo(stage.url() + "/ssf/" + text(made, "id") + "/poll");
        assertThat(admin.get(path(made)).expect(200).has("token")).isFalse();

        JsonNode renewed = admin.post(path(made) + "/token", "").expect(200);
        assertThat(text(renewed, "token")).isNotEqualTo(text(made, "token"));
        assertThat(setting(made).getTokenHash()).isEqualTo(Tokens.hash(text(renewed, "token")));
        admin.get(path(made) + "/signing-keys").expect(409);
    }

    /** Each with the field that the answer has to name. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            kind           | "kind": "fax"
            name           | "name": "a\\nb"
            url            | "url": "http://crm.example.com"
            url            | "url": "https://user:pass@crm.example.com"
            url            | "url": "https://127.0.0.1/scim"
            url            | "url": "https://[::1]/scim"
            url            | "url": "https://169.254.169.254/latest"
            url            | "url": "https://localhost/scim"
            signature      | "signature": "v1"
            body           | "body": "full"
            kinds          | "kinds": []
            audience       | "audience": "a"
            authentication | "authentication": {"method": "magic"}
            authentication | "authentication": {"method": "none", "secret": "s"}
            client_id      | "authentication": {"method": "basic", "client_id": "a:b", "secret": "s"}
            client_id      | "authentication": {"method": "bearer", "client_id": "a", "secret": "s"}
            secret         | "authentication": {"method": "bearer", "secret": "a\\r\\nX-Evil: 1"}
            secret         | "authentication": {"method": "bearer", "secret": "s"}, "secret": "t"
            token_url      | "authentication": {"method": "client_credentials", "client_id": "a", "secret": "s", "token_url": "https://10.0.0.1"}
            update_method  | "update_method": "post"
            scope.users    | "scope": {"users": "userName eq"}
            scope.groups   | "scope": {"groups": "userName eq \\"a\\""}
            mapping        | "mapping": {"a..b": "x"}
            mapping        | "mapping": {"title": ""}
            mapping        | "mapping": {"userName": "userName", "title": "$uppercase("}
            userName       | "mapping": {"title": "title"}
            concurrency    | "limits": {"concurrency": 0}
            requests_per   | "limits": {"requests_per_second": 1000000}
            connections    | "connections": ["none"]
            trusted        | "trusted_certificates": "PEM"
            name           | "name": 7
            name           | "name": true
            enabled        | "enabled": 2
            enabled        | "enabled": "true"
            concurrency    | "limits": {"concurrency": 1.5}
            concurrency    | "limits": {"concurrency": "2"}
            userName       | "mapping": {"userName": 1}
            port           | "url": "https://crm.example.com:99999/scim"
            port           | "url": "https://crm.example.com:0/scim"
            query          | "url": "https://crm.example.com/scim?tenant=1"
            """)
    void saysWhichFieldIsWrong(String field, String members) throws Exception {
        ObjectNode app =
                JSON.createObjectNode().put("name", "x").put("kind", "scim").put("url", "https://crm.example.com");
        ObjectNode changed = (ObjectNode) JSON.readTree("{" + members + "}");
        if (!changed.has("authentication")) {
            app.put("secret", "s");
        }
        app.setAll(changed);

        var refused = admin.post(APPS, app.toString());
        assertThat(text(refused.expect(400), "detail")).contains(field);
    }

    @Test
    void saysHowABodyIsToBeSentAndNothingOfOurInside() {
        JsonNode refused = admin.post(APPS, "{}", "Content-Type", "text/plain").expect(415);

        assertThat(text(refused, "detail")).isEqualTo("Send the body as application/json.");
    }

    @Test
    void aPathThatIsNotAllowedIsAProblemToo() {
        HttpCalls.Answer refused = admin.get(APPS + "/a%2Fb");

        assertThat(text(refused.expect(400), "detail")).contains("encoded slash");
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
    }

    private static X509Bundle certificate() throws Exception {
        return new CertificateBuilder()
                .subject("CN=rollcall")
                .setIsCertificateAuthority(true)
                .algorithm(CertificateBuilder.Algorithm.ecp256)
                .buildSelfSigned();
    }

    private static String webhook(String more) {
        return "{\"id\": \"app-" + UUID.randomUUID().toString().substring(0, 8)
                + "\", \"name\": \"Hook\", \"kind\": \"webhook\", \"url\": \"https://example.com/hook\"" + more + "}";
    }

    private AppSetting setting(JsonNode made) {
        Settings settings = stage.settings();
        return settings.app(text(made, "id")).orElseThrow().value();
    }

    private static String path(JsonNode app) {
        return APPS + "/" + text(app, "id");
    }

    private static String text(JsonNode json, String member) {
        return json.get(member).stringValue();
    }
}
