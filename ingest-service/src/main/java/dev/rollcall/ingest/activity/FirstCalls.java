package dev.rollcall.ingest.activity;

import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.ingest.activity.projection.Milestone;
import dev.rollcall.ingest.activity.projection.Summaries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
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
     * @param last when one reached it the last time
     * @param missed the last call that didn't reach it; null when there was none
     */
    public record Step(
            Milestone milestone,
            @Nullable Seen first,
            @Nullable Instant last,
            @Nullable Trouble missed) {

        /** Whether the last thing known of it is that it went wrong. */
        public boolean isTroubled() {
            return missed != null && (last == null || missed.seen().time().isAfter(last));
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
        List<Step> steps = steps(summary, known);
        return new Progress(steps, trouble(summary.trouble().orElse(null), known));
    }

    /** How many steps of each connection were reached and didn't go wrong since; those with none are left out. */
    public Map<String, Long> reached(Collection<String> connections) {
        var reached = new HashMap<String, Long>();
        summaries.of(connections).forEach((connection, summary) -> reached.put(connection, reached(summary)));
        return reached;
    }

    private static long reached(Summaries.Summary summary) {
        return steps(summary, Map.of()).stream()
                .filter(step -> step.first() != null && !step.isTroubled())
                .count();
    }

    private static List<Step> steps(Summaries.Summary summary, Map<String, RequestLogEntry> known) {
        return Arrays.stream(Milestone.values())
                .map(milestone -> new Step(
                        milestone,
                        seen(summary.first().get(milestone), known),
                        last(summary, milestone),
                        trouble(summary.missed().get(milestone), known)))
                .toList();
    }

    /** Of a summary that was begun before the last ones were kept, the first one. */
    private static @Nullable Instant last(Summaries.Summary summary, Milestone milestone) {
        String id = summary.last().getOrDefault(milestone, summary.first().get(milestone));
        return id == null ? null : EntryTime.of(id);
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
