package dev.rollcall.sync.drift;

import dev.rollcall.event.AppSetting;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.setting.Settings;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether apps are still where they were looked at: an id that one server gave may be somebody else's at the next. */
final class Whereabouts {

    private final Settings settings;

    Whereabouts(Settings settings) {
        this.settings = settings;
    }

    /** When the app was moved last; null for never. */
    @Nullable
    Instant moved(String app) {
        return setting(app).map(AppSetting::getMoved).orElse(null);
    }

    /** @throws TargetFault when what the run found is of another place than where the app is */
    void require(DriftRun run) throws TargetFault {
        if (setting(run.app()).filter(run::isOf).isEmpty()) {
            throw new TargetFault(DriftRun.MOVED);
        }
    }

    private Optional<AppSetting> setting(String app) {
        return settings.app(app).map(Settings.Entry::value);
    }
}
