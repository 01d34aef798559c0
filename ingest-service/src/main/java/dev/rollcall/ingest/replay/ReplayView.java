package dev.rollcall.ingest.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.ReplayState;
import dev.rollcall.event.ReplayStep;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.setting.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A replay as the admin API shows it.
 *
 * @param what changes, failed or states
 * @param isInitial whether it is a new app's back-fill
 * @param rate the most changes a second that it may bring
 * @param progress absent where it isn't asked for
 * @param steps who did what about it, oldest first
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplayView(
        String id,
        String app,
        String state,
        String what,
        boolean isInitial,
        List<String> connections,
        @Nullable Instant fromTime,
        @Nullable Long fromSequence,
        @Nullable String user,
        @Nullable String group,
        List<String> mutedKinds,
        int rate,
        Instant created,
        @Nullable Progress progress,
        List<Step> steps) {

    /** A step. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(
            Instant time,
            String state,
            int rate,
            String operator,
            @Nullable String reason) {}

    /**
     * How far it is.
     *
     * @param published changes that the app gets, or has got
     * @param leftOut changes of the range that aren't wanted, or that a newer one stands for
     * @param unreadable records that can't be read
     * @param unreadableAt where the first few of these are, as topic/partition/offset
     * @param skipped of those published, what the app needed no more
     * @param perSecond published, on average of the time that it ran
     * @param secondsLeft absent while nobody can tell
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Progress(
            int percent,
            long published,
            long leftOut,
            long unreadable,
            List<String> unreadableAt,
            long delivered,
            long skipped,
            long failed,
            double perSecond,
            @Nullable Long secondsLeft) {}

    static ReplayView of(Settings.Entry<ReplaySetting> entry, Measures.@Nullable Measure measure, Instant now) {
        ReplaySetting replay = entry.value();
        return new ReplayView(
                entry.id(),
                replay.getApp(),
                label(replay.getState()),
                switch (replay.getSource()) {
                    case CHANGES -> "changes";
                    case LETTERS -> "failed";
                    case STATES -> "states";
                    case UNKNOWN -> "unknown";
                },
                replay.getInitial(),
                replay.getConnections(),
                replay.getFromTime(),
                replay.getFromSequence(),
                replay.getResourceType() == ResourceType.USER ? replay.getResource() : null,
                replay.getResourceType() == ResourceType.GROUP ? replay.getResource() : null,
                replay.getMutedKinds(),
                replay.getRatePerSecond(),
                entry.setting().getCreated(),
                measure == null ? null : progress(replay, measure, now),
                replay.getSteps().stream()
                        .map(step -> new Step(
                                step.getTime(),
                                label(step.getState()),
                                step.getRatePerSecond(),
                                step.getOperator(),
                                step.getReason()))
                        .toList());
    }

    private static Progress progress(ReplaySetting replay, Measures.Measure measure, Instant now) {
        double seconds = Math.max(1, running(replay.getSteps(), now).toMillis()) / 1_000.0;
        boolean isRunning = replay.getState() == ReplayState.RUNNING;
        long published = Math.max(measure.counts().published(), replay.getPublished());
        return new Progress(
                measure.all() == 0 ? 100 : (int) (100 * measure.read() / measure.all()),
                published,
                measure.counts().leftOut(),
                measure.counts().unreadable(),
                measure.unreadable(),
                measure.delivered(),
                measure.skipped(),
                measure.failed(),
                Math.round(10 * published / seconds) / 10.0,
                isRunning && measure.read() > 0
                        ? (long) Math.ceil((measure.all() - measure.read()) * seconds / measure.read())
                        : null);
    }

    /** For how long it ran, without its pauses. */
    private static Duration running(List<ReplayStep> steps, Instant now) {
        Duration running = Duration.ZERO;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).getState() == ReplayState.RUNNING) {
                Instant end = i + 1 < steps.size() ? steps.get(i + 1).getTime() : now;
                running = running.plus(Duration.between(steps.get(i).getTime(), end));
            }
        }
        return running;
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
