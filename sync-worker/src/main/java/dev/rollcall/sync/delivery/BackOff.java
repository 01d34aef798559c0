package dev.rollcall.sync.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Capped exponential back-off with full jitter: random between nothing and the capped power of two.
 *
 * @param initial the cap of the first wait
 * @param max the cap of every wait
 */
public record BackOff(Duration initial, Duration max) {

    private static final int MOST_DOUBLINGS = 30;

    /**
     * The wait after so many failures.
     *
     * @param failures from 1
     * @param random from 0 (inclusive) to 1 (exclusive)
     */
    public Duration after(int failures, double random) {
        int doublings = Math.clamp(failures - 1L, 0, MOST_DOUBLINGS);
        double cap = Math.min(max.toMillis(), initial.toMillis() * Math.pow(2, doublings));
        return Duration.ofMillis((long) (cap * random));
    }

    /** The same, but at least as long as the app asked for, up to a limit. */
    public Duration after(int failures, double random, @Nullable Duration retryAfter, Duration limit) {
        Duration own = after(failures, random);
        if (retryAfter == null) {
            return own;
        }
        Duration asked = retryAfter.compareTo(limit) < 0 ? retryAfter : limit;
        return asked.compareTo(own) > 0 ? asked : own;
    }
}
