package dev.rollcall.ingest.app;

import dev.rollcall.event.AppSetting;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.credential.SecretProperties;
import dev.rollcall.ingest.setting.SettingIds;
import dev.rollcall.ingest.setting.SettingsLog;
import dev.rollcall.schemas.setting.Seal;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** The apps, as settings. */
@Component
class Apps {

    private final Settings settings;
    private final SettingsLog log;
    private final Seal seal;
    private final Clock clock;

    Apps(Settings settings, SettingsLog log, SecretProperties secrets, Clock clock) {
        this.settings = settings;
        this.log = log;
        this.seal = new Seal(secrets.sealingKey());
        this.clock = clock;
    }

    /**
     * A new app.
     *
     * @param secret where it was made here; nobody can tell it again
     */
    record Created(Settings.Entry<AppSetting> app, @Nullable String secret) {}

    /** @throws ResponseStatusException 400 for a wrong field, 409 when the id is taken */
    Mono<Created> create(NewApp asked) {
        String id = SettingIds.orNew(asked.id());
        AppRequest app = AppRequest.of(asked, settings);
        if (settings.app(id).isPresent()) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT, "There is an app with id " + id + ". Choose another id, or leave it out.");
        }
        String key = Settings.appKey(id);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        AppSetting value = app.setting(seal.seal(key, app.secret()));
        var setting = Setting.newBuilder()
                .setId(key)
                .setCreated(now)
                .setTime(now)
                .setApp(value)
                .build();
        return log.put(setting)
                .thenReturn(
                        new Created(new Settings.Entry<>(id, setting, value), app.isSecretNew() ? app.secret() : null));
    }

    /** Oldest first. */
    List<Settings.Entry<AppSetting>> all() {
        return settings.apps();
    }

    /** @throws ResponseStatusException 404 when there is none */
    Settings.Entry<AppSetting> find(String id) {
        return settings.app(id)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no app with this id. GET /api/v1/apps lists all."));
    }

    /** Ends deliveries to it; what it was brought stays there. */
    Mono<Void> delete(String id) {
        return log.remove(Settings.appKey(find(id).id()));
    }
}
