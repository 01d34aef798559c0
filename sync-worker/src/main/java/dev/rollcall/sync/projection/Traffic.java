package dev.rollcall.sync.projection;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** What happens on this instance while generations are filled: whether changes are projected, and how many are filled. */
final class Traffic {

    private static final Duration FRESH = Duration.ofSeconds(2);

    private final LongSupplier nanos;
    private final AtomicInteger fillings = new AtomicInteger();
    private volatile long last;

    /** @param nanos as {@link System#nanoTime} */
    Traffic(LongSupplier nanos) {
        this.nanos = nanos;
        this.last = nanos.getAsLong() - FRESH.toNanos();
    }

    /** That a change was projected. */
    void seen() {
        last = nanos.getAsLong();
    }

    /** Whether the directory is in use: who writes reads, too. */
    boolean isLive() {
        return nanos.getAsLong() - last < FRESH.toNanos();
    }

    void begin() {
        fillings.incrementAndGet();
    }

    void end() {
        fillings.decrementAndGet();
    }

    int fillings() {
        return fillings.get();
    }

    long nanos() {
        return nanos.getAsLong();
    }
}
