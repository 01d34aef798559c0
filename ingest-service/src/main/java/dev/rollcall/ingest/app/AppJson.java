package dev.rollcall.ingest.app;

import dev.rollcall.event.AppAuthentication;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.ingest.setting.MergePatch;
import dev.rollcall.ingest.setting.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Applies a JSON Merge Patch (RFC 7396) to what would have been asked for to get an app as it is. */
@Component
final class AppJson {

    private static final String AUTHENTICATION = "authentication";
    private static final String METHOD = "method";
    private static final String SECRET = "secret";

    private final JsonMapper json;

    AppJson(JsonMapper json) {
        this.json = json;
    }

    /**
     * What the app is to be. A secret in it may be the sealed one: then it is to stay. Another method of authentication
     * begins without the fields of the former.
     *
     * @throws org.springframework.web.server.ResponseStatusException 400 for a field that there isn't, or never changes
     */
    AppBody patched(String id, AppSetting before, ObjectNode patch) {
        if (before.getKind() == AppKind.WEBHOOK && (patch.has(SECRET) || patch.has("signature"))) {
            throw Refused.wrong("The keys of a webhook are changed by POST and DELETE /api/v1/apps/" + id
                    + "/signing-keys; what authenticates to it is authentication.secret.");
        }
        ObjectNode whole = json.valueToTree(asked(id, before));
        boolean isOtherMethod = patch.path(AUTHENTICATION).has(METHOD)
                && !patch.path(AUTHENTICATION)
                        .path(METHOD)
                        .equals(whole.path(AUTHENTICATION).path(METHOD));
        if (isOtherMethod || patch.has(SECRET)) {
            whole.remove(AUTHENTICATION);
        }
        AppBody asked = MergePatch.apply(json, whole, patch, AppBody.class);
        if (!id.equals(asked.id()) || !AppWords.word(before.getKind()).equals(asked.kind())) {
            throw Refused.wrong("id and kind never change; leave them out, or make another app.");
        }
        return asked;
    }

    private static AppBody asked(String id, AppSetting app) {
        AppKind kind = app.getKind();
        return new AppBody(
                id,
                app.getName(),
                AppWords.word(kind),
                KindFields.URL.isOf(kind) ? app.getUrl() : null,
                nullable(app.getConnections()),
                app.getEnabled(),
                KindFields.AUTHENTICATION.isOf(kind) ? asked(app) : null,
                null,
                null,
                app.getTrustedCertificates(),
                KindFields.UPDATE.isOf(kind) ? AppWords.word(app.getUpdateMethod()) : null,
                KindFields.DEPROVISION.isOf(kind) ? AppWords.word(app.getDeprovision()) : null,
                new AppBody.Scope(app.getUserFilter(), app.getGroupFilter()),
                KindFields.MAPPING.isOf(kind) ? nullable(app.getMapping()) : null,
                KindFields.KINDS.isOf(kind) ? nullable(app.getKinds()) : null,
                KindFields.BODY.isOf(kind) ? AppWords.word(app.getBody()) : null,
                app.getAudience(),
                KindFields.LIMITS.isOf(kind)
                        ? new AppBody.Limits(app.getConcurrency(), app.getRequestsPerSecond())
                        : null,
                app.getReconcileEvery());
    }

    private static AppBody.Authentication asked(AppSetting app) {
        String sealed = app.getSealedSecret().isEmpty() ? null : app.getSealedSecret();
        boolean isPair = app.getAuthentication() == AppAuthentication.CERTIFICATE;
        return new AppBody.Authentication(
                AppWords.word(app.getAuthentication()),
                app.getClientId(),
                isPair ? null : sealed,
                app.getTokenUrl(),
                app.getTokenScope(),
                app.getCertificate(),
                isPair ? sealed : null);
    }

    private static <T> List<@Nullable T> nullable(List<T> values) {
        return new ArrayList<>(values);
    }

    private static Map<String, @Nullable String> nullable(Map<String, String> values) {
        return new HashMap<>(values);
    }
}
