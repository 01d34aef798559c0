package dev.rollcall.standalone.demo;

import dev.rollcall.standalone.Ports;
import dev.rollcall.standalone.demo.events.EventReceiver;
import dev.rollcall.standalone.demo.scimapp.ScimApp;
import dev.rollcall.standalone.demo.web.JsonCalls;
import dev.rollcall.standalone.demo.web.Moods;
import dev.rollcall.standalone.demo.web.Reply;
import dev.rollcall.standalone.demo.web.Request;
import dev.rollcall.standalone.demo.webhook.WebhookReceiver;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The apps, of different kinds and manners, registered anew with each demonstration so that each begins empty and gets
 * the whole history.
 */
record SampleApps(List<SampleApp> all) implements AutoCloseable {

    static final String APPS = "/api/v1/apps";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long SEED = 7;
    private static final int ONE_IN = 150;
    private static final Duration PACE = Duration.ofMillis(20);

    /**
     * Starts them and has Rollcall bring them what happens on a connection.
     *
     * @param issuer of Security Event Tokens
     */
    static SampleApps start(JsonCalls admin, String connection, Ports ports, String issuer) {
        String key = key();
        var apps = new SampleApps(List.of(
                new SampleApp.Scim("Sample SCIM app", ScimApp.start(ports.scimApp(), token())),
                new SampleApp.Scim("Flaky SCIM app", ScimApp.start(ports.flakyScimApp(), token(), SampleApps::moody)),
                new SampleApp.Hook("Sample webhook receiver", WebhookReceiver.start(ports.webhook(), key), key),
                new SampleApp.Events(
                        "Sample event receiver",
                        EventReceiver.start(ports.eventReceiver(), token(), issuer, "https://events.example.com")),
                new SampleApp.Hook("Slow webhook receiver", WebhookReceiver.start(ports.slowWebhook(), PACE), null)));
        List<String> names = apps.all.stream().map(SampleApp::name).toList();
        for (JsonNode app : admin.get(APPS)) {
            if (names.contains(app.path("name").asString(""))) {
                admin.delete(APPS + "/" + app.path("id").asString());
            }
        }
        apps.all.forEach(app -> register(admin, app, connection));
        return apps;
    }

    /** Its moods are for Rollcall, which lists nothing; who compares reads it in peace. */
    private static Function<Request, Reply> moody(Function<Request, Reply> app) {
        var moods = new Moods(app, SEED, ONE_IN);
        return request -> request.method().equals("GET") && !request.query().containsKey("filter")
                ? app.apply(request)
                : moods.apply(request);
    }

    private static void register(JsonCalls admin, SampleApp app, String connection) {
        ObjectNode setting = JsonMapper.shared().createObjectNode().put("name", app.name());
        app.describe(setting);
        setting.putArray("connections").add(connection);
        app.registered(admin.post(APPS, setting));
    }

    /** The SCIM app of a name. */
    SampleApp.Scim scim(String name) {
        return all.stream()
                .filter(app -> app.name().equals(name))
                .filter(SampleApp.Scim.class::isInstance)
                .map(SampleApp.Scim.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** How many all of them took of what they were brought. */
    long taken() {
        return all.stream().mapToLong(SampleApp::taken).sum();
    }

    private static String token() {
        return random(Base64.getUrlEncoder().withoutPadding());
    }

    private static String key() {
        return "whsec_" + random(Base64.getEncoder());
    }

    private static String random(Base64.Encoder alphabet) {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return alphabet.encodeToString(bytes);
    }

    @Override
    public void close() {
        all.forEach(SampleApp::close);
    }
}
