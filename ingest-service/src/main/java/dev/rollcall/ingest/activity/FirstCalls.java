package dev.rollcall.ingest.activity;

import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.ingest.activity.projection.Milestone;
import dev.rollcall.ingest.activity.projection.Summaries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How far the setup of a connection has come, by the calls of its client. Blocking, and the same cost however many there were. */
@Component
public final class FirstCalls {

    private final Summaries summaries;
    private final RequestLog log;

    FirstCalls(Summaries summaries, RequestLog log) {
        this.summaries = summaries;
        this.log = log;
    }

    /**
     * All that is known.
     *
     * @param steps one for each milestone, in the order in which they come
     * @param trouble the last call that was refused or failed, whatever it was about
     */
    public record Progress(List<Step> steps, @Nullable Trouble trouble) {

        public Step step(Milestone milestone) {
            return steps.get(milestone.ordinal());
        }
    }

    /**
     * One milestone.
     *
     * @param first the call that reached it; null when none has
     * @param missed the last call that didn't reach it; null when there was none
     */
    public record Step(
            Milestone milestone,
            @Nullable Seen first,
            @Nullable Trouble missed) {

        /** Whether the last thing known of it is that it went wrong. */
        public boolean isTroubled() {
            return missed != null && (first == null || missed.seen().time().isAfter(first.time()));
        }
    }

    /**
     * A call.
     *
     * @param id of its entry
     * @param entry null when it is longer ago than the log is kept
     */
    public record Seen(String id, Instant time, @Nullable RequestLogEntry entry) {}

    /**
     * A call that was refused or failed.
     *
     * @param advice what to do about it; null when it is too long ago to tell
     */
    public record Trouble(Seen seen, @Nullable Advice advice) {}

    public Progress of(String connection) {
        Summaries.Summary summary = summaries.of(connection);
        var ids = new ArrayList<String>();
        ids.addAll(summary.first().values());
        ids.addAll(summary.missed().values());
        summary.trouble().ifPresent(ids::add);
        Map<String, RequestLogEntry> known = ids.isEmpty() ? Map.of() : log.find(connection, ids);
        List<Step> steps = Arrays.stream(Milestone.values())
                .map(milestone -> new Step(
                        milestone,
                        seen(summary.first().get(milestone), known),
                        trouble(summary.missed().get(milestone), known)))
                .toList();
        return new Progress(steps, trouble(summary.trouble().orElse(null), known));
    }

    private static @Nullable Seen seen(@Nullable String id, Map<String, RequestLogEntry> known) {
        return id == null ? null : new Seen(id, EntryTime.of(id), known.get(id));
    }

    private static @Nullable Trouble trouble(@Nullable String id, Map<String, RequestLogEntry> known) {
        return Optional.ofNullable(seen(id, known))
                .map(seen -> new Trouble(
                        seen,
                        Optional.ofNullable(seen.entry()).flatMap(Advice::of).orElse(null)))
                .orElse(null);
    }
}
