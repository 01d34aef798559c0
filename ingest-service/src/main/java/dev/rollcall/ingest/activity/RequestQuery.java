package dev.rollcall.ingest.activity;

import dev.rollcall.event.CallOutcome;
import dev.rollcall.event.ResourceType;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of a connection's calls are wanted; null is any.
 *
 * @param method such as {@code POST}
 * @param status of the answer
 * @param outcomes any of these; empty for all
 * @param resource a SCIM id
 * @param since answered then or later
 * @param until answered before
 * @param isWarned whether only calls are wanted of which something was tolerated
 * @param before the cursor: the id of an entry, of which older ones are wanted
 * @param limit how many at most, 1 to {@link #MAX}
 */
public record RequestQuery(
        String connection,
        @Nullable String method,
        @Nullable Status status,
        Set<CallOutcome> outcomes,
        @Nullable ResourceType type,
        @Nullable String resource,
        @Nullable Instant since,
        @Nullable Instant until,
        boolean isWarned,
        @Nullable String before,
        int limit) {

    /** The most calls on a page. */
    public static final int MAX = 200;

    private static final Set<CallOutcome> TROUBLED =
            Set.of(CallOutcome.REFUSED, CallOutcome.FAILED, CallOutcome.ABANDONED);

    /** The newest calls, whatever they are. */
    public static RequestQuery newest(String connection, int limit) {
        return new RequestQuery(connection, null, null, Set.of(), null, null, null, null, false, null, limit);
    }

    /**
     * From one HTTP status to another.
     *
     * @param last the last one that is wanted
     */
    public record Status(int first, int last) {}

    /** Whether only calls are wanted that were refused, failed or tolerated something. */
    boolean isOfTroubles() {
        return isWarned
                || status != null && status.first() >= 400
                || !outcomes.isEmpty() && TROUBLED.containsAll(outcomes);
    }

    /** Whether anything must be looked at in the entries themselves. */
    boolean isSelective() {
        return method != null || status != null || !outcomes.isEmpty() || type != null || isWarned;
    }
}
