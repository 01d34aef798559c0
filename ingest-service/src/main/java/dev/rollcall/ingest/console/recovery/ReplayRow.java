package dev.rollcall.ingest.console.recovery;

import dev.rollcall.ingest.console.OperatorNames;
import dev.rollcall.ingest.console.When;
import dev.rollcall.ingest.replay.ReplayView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A replay as a page shows it.
 *
 * @param what it brings, in words
 * @param progress null in lists
 * @param left how long it takes still; null where nobody can tell
 */
record ReplayRow(
        String id,
        String app,
        String state,
        String colour,
        String what,
        boolean isUnderWay,
        int rate,
        When created,
        ReplayView.@Nullable Progress progress,
        @Nullable String left,
        List<Step> steps) {

    /** Who did what about it and why. */
    record Step(When time, String what, @Nullable String reason) {}

    static ReplayRow of(ReplayView replay, OperatorNames names, Instant now) {
        ReplayView.Progress progress = replay.progress();
        Long seconds = progress == null ? null : progress.secondsLeft();
        return new ReplayRow(
                replay.id(),
                replay.app(),
                replay.state(),
                switch (replay.state()) {
                    case "finished" -> "done";
                    case "cancelled" -> "wrong";
                    default -> "open";
                },
                what(replay, now),
                replay.state().equals("running") || replay.state().equals("paused"),
                replay.rate(),
                When.of(replay.created(), now),
                progress,
                seconds == null ? null : When.length(Duration.ofSeconds(seconds)),
                replay.steps().stream()
                        .map(step -> new Step(
                                When.of(step.time(), now),
                                step.state() + " at " + step.rate() + " a second, by " + names.of(step.operator()),
                                step.reason()))
                        .toList());
    }

    private static String what(ReplayView replay, Instant now) {
        String of = replay.isInitial() ? "Back-fill of a new app: " : "";
        if (replay.user() != null) {
            return of + "what happened to the user " + replay.user();
        }
        if (replay.group() != null) {
            return of + "what happened to the group " + replay.group();
        }
        return of
                + switch (replay.what()) {
                    case "failed" -> "what the app was given up on";
                    case "states" -> "all there is";
                    default ->
                        replay.fromTime() != null
                                ? "what happened since "
                                        + When.of(replay.fromTime(), now).shown()
                                : "changes from " + replay.fromSequence() + " on of "
                                        + String.join(", ", replay.connections());
                };
    }
}
