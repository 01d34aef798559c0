package dev.rollcall.ingest.console.app;

import dev.rollcall.event.AppSetting;
import dev.rollcall.ingest.app.AppBody;
import dev.rollcall.ingest.console.Form;
import dev.rollcall.schemas.scim.ScimJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody typed about an app, as the admin API takes it: what is empty is null, but a secret that isn't given again
 * stays.
 */
record AppWish(AppChoice kind, Form form) {

    /** The fields of each method of authentication, as the form and the API call them. */
    private static final Map<String, Map<String, String>> METHODS = Map.of(
            "none",
            Map.of(),
            "bearer",
            Map.of("secret", "secret"),
            "basic",
            Map.of("client", "client_id", "secret", "secret"),
            "client_credentials",
            Map.of("client", "client_id", "secret", "secret", "token-url", "token_url", "token-scope", "scope"),
            "certificate",
            Map.of("certificate", "certificate", "private-key", "private_key"));

    private static final List<String> SECRETS = List.of("secret", "private-key");

    /** A new app. */
    ObjectNode asked() {
        ObjectNode asked = fields(null);
        asked.put("id", form.text("id")).put("kind", kind.word());
        if (kind.isWebhook()) {
            asked.put("signature", form.given("signature").orElse(null));
        }
        return asked;
    }

    /** A JSON Merge Patch (RFC 7396) of an app. */
    ObjectNode patch(AppSetting before) {
        return fields(before);
    }

    private ObjectNode fields(@Nullable AppSetting before) {
        ObjectNode asked = ScimJson.objectNode();
        asked.put("name", form.text("name"));
        form.all("connections").forEach(asked.putArray("connections")::add);
        ObjectNode scope = asked.putObject("scope");
        scope.put("users", nullable("scope-users")).put("groups", nullable("scope-groups"));
        if (kind.isReached()) {
            reached(asked, before);
        }
        if (kind.isScim()) {
            asked.put("update_method", nullable("update"))
                    .put("deprovision", nullable("deprovision"))
                    .put("reconcile_every", nullable("reconcile"));
            ObjectNode mapping = asked.putObject("mapping");
            Map<String, String> mapped = before == null ? Map.of() : before.getMapping();
            mapped.keySet().forEach(mapping::putNull);
            MappingLines.read(form.text("mapping"), mapped).forEach(mapping::put);
        } else {
            asked.put("body", nullable("body"));
        }
        if (kind.hasAudience()) {
            asked.put("audience", nullable("audience"));
        }
        return asked;
    }

    private void reached(ObjectNode asked, @Nullable AppSetting before) {
        asked.put("url", form.text("url"))
                .put("trusted_certificates", given("trusted", before).orElse(null));
        ObjectNode limits = asked.putObject("limits");
        limits.put("concurrency", number("concurrency", "Requests at once", AppBody.Limits.MOST_CONCURRENCY));
        limits.put("requests_per_second", number("per-second", "Requests a second", AppBody.Limits.MOST_PER_SECOND));
        String method = form.text("method");
        ObjectNode authentication = asked.putObject("authentication").put("method", method);
        METHODS.getOrDefault(method, Map.of()).forEach((field, name) -> {
            Optional<String> given = given(field, before);
            if (given.isPresent() || !SECRETS.contains(field)) {
                authentication.put(name, given.orElse(null));
            }
        });
    }

    /** As it was, where only its lines end otherwise, as browsers have it: another certificate would need its key again. */
    private Optional<String> given(String field, @Nullable AppSetting before) {
        Optional<String> kept = Optional.ofNullable(before).map(app -> switch (field) {
            case "certificate" -> app.getCertificate();
            case "trusted" -> app.getTrustedCertificates();
            default -> null;
        });
        return form.given(field)
                .map(typed ->
                        kept.filter(text -> lines(text).equals(lines(typed))).orElse(typed));
    }

    private static List<String> lines(String text) {
        return text.strip().lines().toList();
    }

    private @Nullable String nullable(String field) {
        return form.given(field).orElse(null);
    }

    private @Nullable Integer number(String field, String label, int most) {
        return form.number(field, label, most).orElse(null);
    }

    /** An app as its form shows it; secrets aren't. */
    static Form form(AppSetting app, String version) {
        var data = new LinkedMultiValueMap<String, String>();
        data.add("version", version);
        data.add("name", app.getName());
        app.getConnections().forEach(connection -> data.add("connections", connection));
        data.add("url", app.getUrl());
        data.add("method", word(app.getAuthentication()));
        data.add("client", app.getClientId());
        data.add("token-url", app.getTokenUrl());
        data.add("token-scope", app.getTokenScope());
        data.add("certificate", app.getCertificate());
        data.add("trusted", app.getTrustedCertificates());
        data.add("scope-users", app.getUserFilter());
        data.add("scope-groups", app.getGroupFilter());
        data.add("mapping", MappingLines.of(app.getMapping()));
        data.add("update", word(app.getUpdateMethod()));
        data.add("deprovision", word(app.getDeprovision()));
        data.add("reconcile", app.getReconcileEvery());
        data.add("body", word(app.getBody()));
        data.add("audience", app.getAudience());
        data.add("concurrency", text(app.getConcurrency()));
        data.add("per-second", text(app.getRequestsPerSecond()));
        return new Form(data);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(@Nullable Integer number) {
        return number == null ? null : number.toString();
    }
}
