package dev.rollcall.schemas.setting;

import dev.rollcall.event.ConnectionSetting;
import java.util.Optional;

/** Whether the sessions of whoever is deactivated or deleted end at once, as the settings have it now. */
public final class Sessions {

    private final Settings settings;

    public Sessions(Settings settings) {
        this.settings = settings;
    }

    /** Whether apps are to end the sessions of this connection's deactivated and deleted users. */
    public boolean end(String connection) {
        Optional<ConnectionSetting> setting = settings.connection(connection).map(Settings.Entry::value);
        return setting.map(ConnectionSetting::getUserDeprovision).orElse(false);
    }
}
