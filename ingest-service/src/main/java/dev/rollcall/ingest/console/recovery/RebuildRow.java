package dev.rollcall.ingest.console.recovery;

import dev.rollcall.ingest.console.OperatorNames;
import dev.rollcall.ingest.console.When;
import dev.rollcall.ingest.rebuild.RebuildView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A rebuild as a page shows it.
 *
 * @param colour {@code done}, {@code wrong} or {@code open}
 * @param means what its state means, and what comes next
 * @param left how long it takes still; null where nobody can tell
 * @param verified what was compared
 * @param differences resources that differ from the log
 */
record RebuildRow(
        String id,
        String state,
        String colour,
        String means,
        String operator,
        @Nullable String reason,
        boolean isAutomatic,
        boolean isEverything,
        When created,
        When changed,
        String detail,
        RebuildView.Progress progress,
        @Nullable String left,
        List<RebuildView.Verified> verified,
        List<String> differences) {

    static RebuildRow of(RebuildView rebuild, OperatorNames names, Instant now) {
        Long seconds = rebuild.progress().secondsLeft();
        return new RebuildRow(
                rebuild.id(),
                rebuild.state(),
                colour(rebuild.state()),
                means(rebuild),
                String.valueOf(names.of(rebuild.operator())),
                rebuild.reason(),
                rebuild.automatic(),
                rebuild.everything(),
                When.of(rebuild.created(), now),
                When.of(rebuild.changed(), now),
                rebuild.detail(),
                rebuild.progress(),
                seconds == null ? null : When.length(Duration.ofSeconds(seconds)),
                Objects.requireNonNullElse(rebuild.verification(), List.of()),
                rebuild.differences() == null
                        ? List.of()
                        : rebuild.differences().stream()
                                .map(difference ->
                                        difference.type() + " " + difference.key() + ": " + difference.kind())
                                .toList());
    }

    private static String colour(String state) {
        return switch (state) {
            case "active", "confirmed" -> "done";
            case "failed" -> "wrong";
            default -> "open";
        };
    }

    private static String means(RebuildView rebuild) {
        return switch (rebuild.state()) {
            case "building" ->
                "It is being made beside the one in use. Reads and writes go on."
                        + (rebuild.automatic() ? " It is switched to by itself once it equals the log." : "");
            case "ready" -> "It equals the log. Switch to it when you like; until then the former one is read.";
            case "active" ->
                "It is read now. The former one gets all writes still: confirm to drop it, or go back to it.";
            case "confirmed" -> "It is in use, and the former one is gone.";
            case "failed" -> "It differs from the log, so it was not switched to. The former one is read.";
            case "cancelled" -> "It was given up. The former one is read.";
            default -> rebuild.state();
        };
    }
}
