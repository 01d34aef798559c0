package dev.rollcall.standalone.demo;

import dev.rollcall.standalone.demo.events.EventReceiver;
import dev.rollcall.standalone.demo.scimapp.ScimApp;
import dev.rollcall.standalone.demo.web.JsonCalls;
import dev.rollcall.standalone.demo.webhook.WebhookReceiver;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One of the apps that are brought what happens, whatever kind it is of. */
sealed interface SampleApp extends AutoCloseable {

    /** As Rollcall's administrators see it. */
    String name();

    /** What Rollcall has to know to speak with it, in the admin API's words. */
    void describe(ObjectNode setting);

    /** Rollcall knows it now, and has said what there is to know. */
    default void registered(JsonNode made) {}

    /** What it holds by now. */
    Roster roster();

    /** What it was brought, in a few words. */
    String told();

    /** How many effects it saw twice, by its own record. */
    long doubled();

    /** How many it took of what it was brought. */
    long taken();

    /** Dies, but for what it has. */
    void kill();

    /** Is there again. */
    void revive();

    @Override
    void close();

    /** Is provisioned over SCIM, and read the same way. */
    record Scim(String name, ScimApp app, JsonCalls calls) implements SampleApp {

        Scim(String name, ScimApp app) {
            this(name, app, new JsonCalls(app.url(), app.token()));
        }

        /** Where the admin API has it. */
        String path(JsonCalls admin) {
            return admin.get(SampleApps.APPS)
                    .valueStream()
                    .filter(known -> known.path("name").asString("").equals(name))
                    .map(known -> SampleApps.APPS + "/" + known.path("id").asString())
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void describe(ObjectNode setting) {
            setting.put("kind", "scim").put("url", app.url()).put("secret", app.token());
        }

        @Override
        public Roster roster() {
            return ScimPages.read(calls);
        }

        @Override
        public String told() {
            return app.writes() + " writes";
        }

        @Override
        public long doubled() {
            return app.doubled();
        }

        @Override
        public long taken() {
            return app.writes();
        }

        @Override
        public void kill() {
            app.kill();
        }

        @Override
        public void revive() {
            app.revive();
        }

        @Override
        public void close() {
            calls.close();
            app.close();
        }
    }

    /**
     * Hears of each change.
     *
     * @param key that both know, or null where Rollcall makes a pair and tells the public one
     */
    record Hook(
            String name, WebhookReceiver receiver, @Nullable String key) implements SampleApp {

        @Override
        public void describe(ObjectNode setting) {
            setting.put("kind", "webhook").put("url", receiver.url());
            if (key == null) {
                setting.put("signature", "v1a");
            } else {
                setting.put("secret", key);
            }
        }

        @Override
        public void registered(JsonNode made) {
            if (key == null) {
                receiver.trust(made.path("public_key").asString());
            }
        }

        @Override
        public Roster roster() {
            return Roster.of(receiver.users(), receiver.groups());
        }

        @Override
        public String told() {
            return "%d messages, %d came again and were recognized, %d with a bad signature"
                    .formatted(receiver.taken(), receiver.repeated(), receiver.refused());
        }

        @Override
        public long doubled() {
            return receiver.doubled();
        }

        @Override
        public long taken() {
            return receiver.taken();
        }

        @Override
        public void kill() {
            receiver.kill();
        }

        @Override
        public void revive() {
            receiver.revive();
        }

        @Override
        public void close() {
            receiver.close();
        }
    }

    /** Is told by signed events. */
    record Events(String name, EventReceiver receiver) implements SampleApp {

        @Override
        public void describe(ObjectNode setting) {
            setting.put("kind", "set_push")
                    .put("url", receiver.url())
                    .put("secret", receiver.token())
                    .put("audience", receiver.audience());
        }

        @Override
        public Roster roster() {
            return Roster.of(receiver.users(), receiver.groups());
        }

        @Override
        public String told() {
            return "%d tokens, %d came again and were recognized, %d refused"
                    .formatted(receiver.taken(), receiver.repeated(), receiver.refused());
        }

        @Override
        public long doubled() {
            return receiver.doubled();
        }

        @Override
        public long taken() {
            return receiver.taken();
        }

        @Override
        public void kill() {
            receiver.kill();
        }

        @Override
        public void revive() {
            receiver.revive();
        }

        @Override
        public void close() {
            receiver.close();
        }
    }
}
