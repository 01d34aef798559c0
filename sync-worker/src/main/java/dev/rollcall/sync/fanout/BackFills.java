package dev.rollcall.sync.fanout;

import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.ReplayState;
import dev.rollcall.schemas.setting.Settings;
import java.util.Set;
import java.util.stream.Collectors;

/** Which apps are still being brought what there was before them: until they have it, what happens waits for them in Kafka. */
final class BackFills {

    private static final String PREFIX = Settings.replayKey("");

    private final Settings settings;
    /** Every consumer asks before every poll. */
    private volatile Set<String> underWay;

    BackFills(Settings settings) {
        this.settings = settings;
        this.underWay = look();
        settings.onChange((key, _) -> {
            if (key.startsWith(PREFIX)) {
                underWay = look();
            }
        });
    }

    boolean isUnderWay(String app) {
        return underWay.contains(app);
    }

    private Set<String> look() {
        return settings.replays().stream()
                .map(Settings.Entry::value)
                .filter(replay -> replay.getInitial()
                        && (replay.getState() == ReplayState.RUNNING || replay.getState() == ReplayState.PAUSED))
                .map(ReplaySetting::getApp)
                .collect(Collectors.toUnmodifiableSet());
    }
}
