package dev.rollcall.standalone.demo;

import dev.rollcall.standalone.demo.scimapp.ScimApp;
import dev.rollcall.standalone.demo.web.JsonCalls;
import dev.rollcall.standalone.demo.webhook.WebhookReceiver;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The two apps, registered anew with each demonstration so that each begins empty and gets the whole history. */
final class SampleApps implements AutoCloseable {

    private static final String SCIM = "Sample SCIM app";
    private static final String WEBHOOK = "Sample webhook receiver";
    private static final String APPS = "/api/v1/apps";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ScimApp scim;
    private final WebhookReceiver webhook;

    private SampleApps(ScimApp scim, WebhookReceiver webhook) {
        this.scim = scim;
        this.webhook = webhook;
    }

    /** Starts both and has Rollcall bring them what happens on a connection. */
    static SampleApps start(JsonCalls admin, String connection, int scimPort, int webhookPort) {
        for (JsonNode app : admin.get(APPS)) {
            if (List.of(SCIM, WEBHOOK).contains(app.path("name").asString(""))) {
                admin.delete(APPS + "/" + app.path("id").asString());
            }
        }
        String token = random(Base64.getUrlEncoder().withoutPadding());
        String key = "whsec_" + random(Base64.getEncoder());
        SampleApps apps = new SampleApps(ScimApp.start(scimPort, token), WebhookReceiver.start(webhookPort, key));
        register(admin, SCIM, "scim", apps.scim.url(), token, connection);
        register(admin, WEBHOOK, "webhook", apps.webhook.url(), key, connection);
        return apps;
    }

    private static void register(
            JsonCalls admin, String name, String kind, String url, String secret, String connection) {
        ObjectNode app = JsonMapper.shared()
                .createObjectNode()
                .put("name", name)
                .put("kind", kind)
                .put("url", url)
                .put("secret", secret);
        app.putArray("connections").add(connection);
        admin.post(APPS, app);
    }

    ScimApp scim() {
        return scim;
    }

    WebhookReceiver webhook() {
        return webhook;
    }

    private static String random(Base64.Encoder alphabet) {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return alphabet.encodeToString(bytes);
    }

    @Override
    public void close() {
        scim.close();
        webhook.close();
    }
}
