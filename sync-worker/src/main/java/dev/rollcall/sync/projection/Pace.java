package dev.rollcall.sync.projection;

import org.jspecify.annotations.Nullable;

/** How fast a generation may be filled, so that reads and writes beside it stay quick. */
interface Pace {

    /** Returns when so many more records may be written; early when the thread is interrupted. */
    void await(int records);

    /** @param recordsPerSecond null where nobody has told */
    static Pace of(@Nullable Integer recordsPerSecond, Traffic traffic) {
        return recordsPerSecond == null ? new YieldingPace(traffic) : new RatePace(recordsPerSecond);
    }
}
