package dev.rollcall.standalone.demo;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells when a count has stood still for too long to hope for more. */
final class Standstill {

    private final LongSupplier count;
    private final Duration limit;
    private long last;
    private long since = System.nanoTime();

    Standstill(LongSupplier count, Duration limit) {
        this.count = count;
        this.limit = limit;
        this.last = count.getAsLong();
    }

    boolean isReached() {
        long now = count.getAsLong();
        if (now != last) {
            last = now;
            since = System.nanoTime();
        }
        return System.nanoTime() - since > limit.toNanos();
    }
}
