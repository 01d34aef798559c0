package dev.rollcall.ingest.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place in a connection's history.
 *
 * @param sequence of the last change that counts; 0 for before all that are known
 * @param time that was asked for; null where a sequence was
 * @param isWithin whether the log tells all that has happened since
 */
public record Moment(long sequence, @Nullable Instant time, boolean isWithin) {

    /** Whether a state that was made so is one of this moment, or an older one. */
    boolean isAtOrAfter(Snapshot state) {
        return state.sequence() <= sequence
                || time != null && !state.lastModified().isAfter(time);
    }
}
