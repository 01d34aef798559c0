package dev.rollcall.ingest.console.app;

import dev.rollcall.ingest.console.Trouble;
import java.util.Map;

/** The fields of an app's form, by what the admin API calls them. */
final class AppFields {

    private static final Map<String, Trouble.Field> FIELDS = Map.ofEntries(
            Map.entry("name", new Trouble.Field("name", "The name")),
            Map.entry("url", new Trouble.Field("url", "The URL")),
            Map.entry("connections", new Trouble.Field("connections", "The list of connections")),
            Map.entry("authentication.method", new Trouble.Field("method", "The method")),
            Map.entry("authentication.client_id", new Trouble.Field("client", "The client id or user name")),
            Map.entry("authentication.secret", new Trouble.Field("secret", "The secret")),
            Map.entry("authentication.token_url", new Trouble.Field("token-url", "The token URL")),
            Map.entry("authentication.scope", new Trouble.Field("token-scope", "The scope of the token")),
            Map.entry("authentication.certificate", new Trouble.Field("certificate", "The certificate")),
            Map.entry("authentication.private_key", new Trouble.Field("private-key", "The private key")),
            Map.entry("trusted_certificates", new Trouble.Field("trusted", "The list of trusted certificates")),
            Map.entry("update_method", new Trouble.Field("update", "How users are updated")),
            Map.entry("deprovision", new Trouble.Field("deprovision", "What becomes of who leaves")),
            Map.entry("body", new Trouble.Field("body", "What a message holds")),
            Map.entry("reconcile_every", new Trouble.Field("reconcile", "The interval")),
            Map.entry("audience", new Trouble.Field("audience", "The audience")),
            Map.entry("scope.users:", new Trouble.Field("scope-users", "Which users:")),
            Map.entry("scope.groups:", new Trouble.Field("scope-groups", "Which groups:")));

    private AppFields() {}

    /** What the API refused, said at the field of the form that it is about. */
    static Trouble at(Trouble trouble) {
        return trouble.sentence().startsWith("mapping") ? trouble.at("mapping") : trouble.at(FIELDS);
    }
}
