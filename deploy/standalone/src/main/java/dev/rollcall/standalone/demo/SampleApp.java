package dev.rollcall.standalone.demo;

import dev.rollcall.standalone.demo.scimapp.ScimApp;
import dev.rollcall.standalone.demo.web.JsonCalls;
import dev.rollcall.standalone.demo.webhook.WebhookReceiver;

/** One of the apps that are brought what happens, whatever kind it is of. */
sealed interface SampleApp extends AutoCloseable {

    /** As Rollcall's administrators see it. */
    String name();

    String kind();

    String url();

    /** What Rollcall has to know to speak with it. */
    String secret();

    /** What it holds by now. */
    Roster roster();

    /** What it was brought, in a few words. */
    String told();

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

        @Override
        public String kind() {
            return "scim";
        }

        @Override
        public String url() {
            return app.url();
        }

        @Override
        public String secret() {
            return app.token();
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

    /** Hears of each change. */
    record Hook(String name, WebhookReceiver receiver, String secret) implements SampleApp {

        @Override
        public String kind() {
            return "webhook";
        }

        @Override
        public String url() {
            return receiver.url();
        }

        @Override
        public Roster roster() {
            return Roster.of(receiver.users(), receiver.groups());
        }

        @Override
        public String told() {
            return "%d messages, %d repeated, %d with a bad signature"
                    .formatted(receiver.taken(), receiver.repeated(), receiver.refused());
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
