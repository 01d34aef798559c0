package dev.rollcall.sync.app;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.schemas.setting.Settings;
import java.util.Optional;

/** Whether apps are to free the seat of whoever is deactivated, as the settings have it now. */
public final class Seats {

    private final Settings settings;

    public Seats(Settings settings) {
        this.settings = settings;
    }

    /** Whether a deactivated user of this connection has no account at the apps. */
    public boolean areFreed(String connection) {
        Optional<ConnectionSetting> setting = settings.connection(connection).map(Settings.Entry::value);
        return setting.map(ConnectionSetting::getSeatDeprovision).orElse(false);
    }
}
