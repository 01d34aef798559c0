package dev.rollcall.ingest.console.past;

import dev.rollcall.ingest.console.OperatorNames;
import dev.rollcall.ingest.console.Trouble;
import dev.rollcall.ingest.history.Subject;
import dev.rollcall.ingest.history.TimelineView;
import dev.rollcall.ingest.history.Timelines;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The changes of somebody or of a group, for their page; what can't be told at the moment is said. Blocking. */
@Component
public final class Timeline {

    private static final int CHANGES = 20;

    private final Timelines timelines;
    private final OperatorNames names;
    private final Clock clock;

    Timeline(Timelines timelines, OperatorNames names, Clock clock) {
        this.timelines = timelines;
        this.names = names;
        this.clock = clock;
    }

    /**
     * A page of them.
     *
     * @param changes newest first; null where they can't be told
     * @param older the sequence before which the next page begins; null on the last one
     * @param trouble why they can't be told
     */
    public record Part(
            @Nullable List<ChangeRow> changes,
            @Nullable Long older,
            @Nullable String trouble) {

        /** Whether somebody knows of it by these. */
        public boolean isAnything() {
            return changes != null && !changes.isEmpty();
        }
    }

    /**
     * A page of what happened to it: nothing where the id is one of another type.
     *
     * @param before the sequence before which it begins; null for the newest
     */
    public Part of(Subject subject, @Nullable Long before) {
        try {
            TimelineView page = timelines.of(subject, before == null ? Long.MAX_VALUE : before, CHANGES);
            Instant now = clock.instant();
            return new Part(
                    page.changes().stream()
                            .map(change -> ChangeRow.of(change, subject.connection(), names, now))
                            .toList(),
                    page.nextCursor(),
                    null);
        } catch (RuntimeException e) {
            Trouble trouble = Trouble.of(e).orElseThrow(() -> e);
            return trouble.status().isSameCodeAs(HttpStatus.NOT_FOUND)
                    ? new Part(List.of(), null, null)
                    : new Part(null, null, trouble.sentence());
        }
    }
}
