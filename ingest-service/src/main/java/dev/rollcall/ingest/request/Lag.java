package dev.rollcall.ingest.request;

import java.time.Duration;

/**
 * How far the directory role is behind on one partition.
 *
 * @param records not decided yet
 * @param committed offset up to which all is decided
 * @param drainPerSecond records decided per second of late, smoothed
 */
record Lag(long records, long committed, double drainPerSecond) {

    private static final double WEIGHT = 0.3;
    private static final long LONGEST_SECONDS = 60;

    static Lag first(long committed, long end) {
        return new Lag(Math.max(0, end - committed), committed, 0);
    }

    /** The lag as it is one interval later. */
    Lag next(long committed, long end, Duration interval) {
        double rate = Math.max(0, committed - this.committed) * 1_000.0 / interval.toMillis();
        double smoothed = drainPerSecond == 0 ? rate : drainPerSecond + WEIGHT * (rate - drainPerSecond);
        return new Lag(Math.max(0, end - committed), committed, smoothed);
    }

    /** Seconds until it is drained at the rate of late, 1 to 60. */
    long drainSeconds() {
        if (drainPerSecond <= 0) {
            return LONGEST_SECONDS;
        }
        return Math.clamp((long) Math.ceil(records / drainPerSecond), 1, LONGEST_SECONDS);
    }
}
