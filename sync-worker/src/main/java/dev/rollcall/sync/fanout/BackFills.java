package dev.rollcall.sync.fanout;

import dev.rollcall.event.ReplayState;
import dev.rollcall.schemas.setting.Settings;
import java.util.function.Consumer;

/** Which apps are still being brought what there was before them: until they have it, what happens waits for them in Kafka. */
final class BackFills {

    private static final String PREFIX = Settings.replayKey("");

    private final Settings settings;

    BackFills(Settings settings) {
        this.settings = settings;
    }

    boolean isUnderWay(String app) {
        return settings.replays().stream()
                .anyMatch(replay -> replay.value().getApp().equals(app)
                        && replay.value().getInitial()
                        && (replay.value().getState() == ReplayState.RUNNING
                                || replay.value().getState() == ReplayState.PAUSED));
    }

    /** Calls with the id of an app when a replay or back-fill of it changes. */
    void onChange(Consumer<String> listener) {
        settings.onChange((key, setting) -> {
            if (key.startsWith(PREFIX) && setting != null && setting.getReplay() != null) {
                listener.accept(setting.getReplay().getApp());
            }
        });
    }
}
