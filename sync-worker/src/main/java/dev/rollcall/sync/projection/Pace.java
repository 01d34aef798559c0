package dev.rollcall.sync.projection;

import org.jspecify.annotations.Nullable;

/** How fast a generation may be filled, so that reads and writes beside it stay quick. */
interface Pace {

    /** Whether batches may wait for the writer: not where somebody else is to find MongoDB idle meanwhile. */
    boolean mayRunAhead();

    /** Returns when so many more records may follow; early when the thread is interrupted. */
    void await(int records);

    /** @param recordsPerSecond null where nobody has told */
    static Pace of(@Nullable Integer recordsPerSecond, Traffic traffic) {
        return recordsPerSecond == null ? new YieldingPace(traffic) : new RatePace(recordsPerSecond);
    }
}
