package dev.rollcall.ingest.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.AppSetting;
import dev.rollcall.schemas.setting.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An app as the admin API shows it.
 *
 * @param secret only shown when it was just made here
 * @param lag changes that it wasn't brought yet, where it is asked for and known
 * @param lastOutcome of its deliveries, where it is asked for and there was one
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record AppView(
        String id,
        String name,
        String kind,
        String url,
        List<String> connections,
        String deprovision,
        boolean enabled,
        Instant createdAt,
        @Nullable String secret,
        @Nullable Long lag,
        @Nullable LastOutcome lastOutcome) {

    static AppView of(Settings.Entry<AppSetting> app) {
        AppSetting setting = app.value();
        return new AppView(
                app.id(),
                setting.getName(),
                setting.getKind().name().toLowerCase(Locale.ROOT),
                setting.getUrl(),
                setting.getConnections(),
                setting.getDeprovision().name().toLowerCase(Locale.ROOT),
                setting.getEnabled(),
                app.setting().getCreated(),
                null,
                null,
                null);
    }

    AppView withSecret(@Nullable String made) {
        return new AppView(id, name, kind, url, connections, deprovision, enabled, createdAt, made, lag, lastOutcome);
    }

    AppView withProgress(AppProgress.Progress progress) {
        return new AppView(
                id,
                name,
                kind,
                url,
                connections,
                deprovision,
                enabled,
                createdAt,
                secret,
                progress.lag(),
                progress.lastOutcome());
    }
}
