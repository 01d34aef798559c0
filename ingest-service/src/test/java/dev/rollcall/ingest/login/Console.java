package dev.rollcall.ingest.login;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.OidcProvider;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.setting.Seal;
import dev.rollcall.schemas.setting.Settings;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection that people sign in by, and what tests do around it. */
final class Console {

    final Stage stage = Stage.shared();
    final HttpCalls scim = stage.connection();
    final String connection = scim.connection();
    private final HttpCalls admin = stage.admin();

    Console(String discoveryUrl, String client, @Nullable String secret) {
        change(setting -> setting.setProvider(OidcProvider.newBuilder()
                .setClientId(client)
                .setSealedClientSecret(secret == null ? null : sealed(secret))
                .setDiscoveryUrl(discoveryUrl)
                .build()));
    }

    static Console of(StagedProvider provider) {
        return new Console(provider.discoveryUrl(), StagedProvider.CLIENT, StagedProvider.SECRET);
    }

    private String sealed(String secret) {
        return new Seal(Stage.SEALING_KEY).seal(Settings.connectionKey(connection), secret);
    }

    /** Changes the connection's setting. */
    void change(Consumer<ConnectionSetting> change) {
        Setting before = stage.settings().connection(connection).orElseThrow().setting();
        var setting = ConnectionSetting.newBuilder(before.getConnection()).build();
        change.accept(setting);
        stage.put(Setting.newBuilder(before).setConnection(setting).build());
    }

    /** Gives a role to whom one rule fits, such as {@code {"kind": "everyone"}}. */
    String allow(String role, String rule) {
        return allow(role, rule, "");
    }

    /** @param more members of the policy, such as {@code , "exclude": []} */
    String allow(String role, String rule, String more) {
        String id = "p-" + UUID.randomUUID();
        admin.post("/api/v1/policies", """
                {"id": "%s", "name": "Test", "role": "%s", "connections": ["%s"], "include": [%s]%s}""".formatted(id, role, connection, rule, more))
                .expect(201);
        return id;
    }

    void disallow(String policy) {
        admin.delete("/api/v1/policies/" + policy).expect(204);
    }

    String url(String path) {
        return stage.url() + path;
    }

    String start() {
        return url("/oauth2/authorization/" + connection);
    }

    /** A user of the connection's directory, by SCIM; the answer is the id. */
    String user(String userName, String externalId) {
        var made = scim.post("/Users", """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "%s", "externalId": "%s",
                 "active": true}""".formatted(userName, externalId));
        made.expect(201);
        return made.id();
    }

    void activate(String user, String userName, String externalId, boolean active) {
        scim.put("/Users/" + user, """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "%s", "externalId": "%s",
                 "active": %s}""".formatted(userName, externalId, active)).expect(200);
    }

    String group(String name, String... members) {
        var made = scim.post("/Groups", groupBody(name, members));
        made.expect(201);
        return made.id();
    }

    void members(String group, String name, String... members) {
        scim.put("/Groups/" + group, groupBody(name, members)).expect(200);
    }

    private static String groupBody(String name, String... members) {
        String values = String.join(
                ", ",
                Arrays.stream(members)
                        .map(member -> "{\"value\": \"" + member + "\"}")
                        .toList());
        return """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "%s", "members": [%s]}""".formatted(name, values);
    }

    /** Signs in with the administrator's token. */
    Browser adminBrowser() {
        var browser = new Browser();
        Browser.Page form = browser.visit(url("/login")).expect(200);
        browser.submit(
                url("/login/token"), Map.of("token", Stage.ADMIN_TOKEN, "return", "/console", "_csrf", form.csrf()));
        return browser;
    }
}
