package dev.rollcall.bench.target;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks again and again whether something has come to be. */
public final class Waiting {

    private static final Duration LOOK = Duration.ofMillis(5);

    private Waiting() {}

    /** Whether it came to be. */
    public static boolean until(BooleanSupplier condition, Duration patience) {
        return until(condition, LOOK, patience);
    }

    /** @param every for what is better not asked all the time */
    public static boolean until(BooleanSupplier condition, Duration every, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(every.toNanos());
        }
        return true;
    }
}
