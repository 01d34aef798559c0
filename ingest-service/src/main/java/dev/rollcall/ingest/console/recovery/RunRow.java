package dev.rollcall.ingest.console.recovery;

import dev.rollcall.ingest.console.OperatorNames;
import dev.rollcall.ingest.console.When;
import dev.rollcall.ingest.drift.RunView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reconciliation as a page shows it.
 *
 * @param means what its state means
 * @param isOver whether neither it nor its repair is under way
 * @param key its state and that of its repair, by which a page notices that it isn't the newest
 * @param kinds how many were found of each kind, in words
 * @param differing how many were found of all
 */
record RunRow(
        String id,
        String app,
        String state,
        String colour,
        String means,
        boolean isOver,
        String key,
        @Nullable Integer progress,
        When requested,
        String operator,
        @Nullable String reason,
        @Nullable When ended,
        @Nullable String failure,
        RunView.Seen seen,
        List<Kind> kinds,
        long differing,
        RunView.@Nullable Repair repair,
        @Nullable String repairedBy) {

    /** How many of a kind. */
    record Kind(String kind, long count, String means) {}

    static RunRow of(RunView run, OperatorNames names, Instant now) {
        RunView.Repair repair = run.repair();
        boolean isOver = isOver(run.state()) && (repair == null || isOver(repair.state()));
        return new RunRow(
                run.id(),
                run.app(),
                run.state(),
                colour(run),
                means(run),
                isOver,
                run.state() + (repair == null ? "" : "-" + repair.id() + "-" + repair.state()),
                run.progress(),
                When.of(run.requestedAt(), now),
                String.valueOf(names.of(run.operator())),
                run.reason(),
                run.endedAt() == null ? null : When.of(run.endedAt(), now),
                run.failure(),
                run.seen(),
                run.findings().entrySet().stream().map(RunRow::kind).toList(),
                run.findings().values().stream().mapToLong(Long::longValue).sum(),
                repair,
                repair == null ? null : names.of(repair.operator()));
    }

    private static boolean isOver(String state) {
        return switch (state) {
            case "done", "failed", "cancelled" -> true;
            default -> false;
        };
    }

    private static String colour(RunView run) {
        return switch (run.state()) {
            case "done" -> run.findings().values().stream().allMatch(Long.valueOf(0)::equals) ? "done" : "wrong";
            case "failed" -> "wrong";
            default -> "open";
        };
    }

    private static String means(RunView run) {
        return switch (run.state()) {
            case "waiting" -> "It waits for a worker to begin.";
            case "listing" -> "The app is asked what it has.";
            case "checking" -> "What seemed to differ is looked at once more.";
            case "done" ->
                run.findings().values().stream().allMatch(Long.valueOf(0)::equals)
                        ? "The app has what it should have."
                        : "The app differs from what it should have.";
            case "failed" -> "It broke off.";
            case "cancelled" -> "It was ended before it was done.";
            default -> run.state();
        };
    }

    private static Kind kind(Map.Entry<String, Long> found) {
        return new Kind(
                found.getKey(),
                found.getValue(),
                switch (found.getKey()) {
                    case "missing" -> "It should have these, and hasn't";
                    case "extra" -> "It has these, and shouldn't";
                    case "different" -> "It has these with other values or members";
                    case "unlinked" -> "It has these, which fit ones of ours and aren't taken for them";
                    default -> found.getKey();
                });
    }
}
