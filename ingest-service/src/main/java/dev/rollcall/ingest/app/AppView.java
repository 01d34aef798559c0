package dev.rollcall.ingest.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.schemas.setting.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An app as the admin API shows it; what doesn't belong to its kind is absent.
 *
 * @param authentication without secrets
 * @param secret a webhook's shared key, only shown when it was just made here
 * @param publicKey a webhook's, only shown with the app that was just made; {@code /signing-keys} tells it ever after
 * @param token that it fetches with, only shown when it was just made
 * @param pollUrl where it fetches its tokens
 * @param lag how many changes it wasn't brought yet, at most, for those of connections that it doesn't follow count, too;
 *     where it is asked for and known
 * @param lastOutcome of its deliveries, where it is asked for and there was one
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record AppView(
        String id,
        String name,
        String kind,
        @Nullable String url,
        List<String> connections,
        boolean enabled,
        AppBody.@Nullable Authentication authentication,
        @Nullable String trustedCertificates,
        @Nullable String updateMethod,
        @Nullable String deprovision,
        AppBody.@Nullable Scope scope,
        @Nullable Map<String, String> mapping,
        @Nullable List<String> kinds,
        @Nullable String body,
        @Nullable String audience,
        AppBody.@Nullable Limits limits,
        @Nullable String reconcileEvery,
        Instant createdAt,
        @Nullable String secret,
        @Nullable String publicKey,
        @Nullable String token,
        @Nullable String pollUrl,
        @Nullable Long lag,
        @Nullable LastOutcome lastOutcome) {

    /** @param base the URL that this service is reached by */
    static AppView of(Settings.Entry<AppSetting> app, String base) {
        return of(app, base, new Made(null, null, null), new AppProgress.Progress(null, null));
    }

    static AppView made(Apps.Created created, String base) {
        return of(
                created.app(),
                base,
                new Made(created.secret(), created.publicKey(), created.token()),
                new AppProgress.Progress(null, null));
    }

    /** With a token that was just made. */
    static AppView renewed(Settings.Entry<AppSetting> app, String base, String token) {
        return of(app, base, new Made(null, null, token), new AppProgress.Progress(null, null));
    }

    static AppView of(Settings.Entry<AppSetting> app, String base, AppProgress.Progress progress) {
        return of(app, base, new Made(null, null, null), progress);
    }

    private record Made(
            @Nullable String secret,
            @Nullable String publicKey,
            @Nullable String token) {}

    private static AppView of(Settings.Entry<AppSetting> entry, String base, Made made, AppProgress.Progress progress) {
        AppSetting app = WebhookKeys.modern(entry.setting());
        AppKind kind = app.getKind();
        return new AppView(
                entry.id(),
                app.getName(),
                AppWords.word(kind),
                KindFields.URL.isOf(kind) ? app.getUrl() : null,
                app.getConnections(),
                app.getEnabled(),
                KindFields.AUTHENTICATION.isOf(kind) ? authentication(app) : null,
                app.getTrustedCertificates(),
                KindFields.UPDATE.isOf(kind) ? AppWords.word(app.getUpdateMethod()) : null,
                KindFields.DEPROVISION.isOf(kind) ? AppWords.word(app.getDeprovision()) : null,
                app.getUserFilter() == null && app.getGroupFilter() == null
                        ? null
                        : new AppBody.Scope(app.getUserFilter(), app.getGroupFilter()),
                KindFields.MAPPING.isOf(kind) ? app.getMapping() : null,
                KindFields.KINDS.isOf(kind) ? app.getKinds() : null,
                KindFields.BODY.isOf(kind) ? AppWords.word(app.getBody()) : null,
                app.getAudience(),
                app.getConcurrency() == null && app.getRequestsPerSecond() == null
                        ? null
                        : new AppBody.Limits(app.getConcurrency(), app.getRequestsPerSecond()),
                app.getReconcileEvery(),
                entry.setting().getCreated(),
                made.secret(),
                made.publicKey(),
                made.token(),
                kind == AppKind.SET_POLL ? base + "/ssf/" + entry.id() + "/poll" : null,
                progress.lag(),
                progress.lastOutcome());
    }

    private static AppBody.Authentication authentication(AppSetting app) {
        return new AppBody.Authentication(
                AppWords.word(app.getAuthentication()),
                app.getClientId(),
                null,
                app.getTokenUrl(),
                app.getTokenScope(),
                app.getCertificate(),
                null);
    }
}
