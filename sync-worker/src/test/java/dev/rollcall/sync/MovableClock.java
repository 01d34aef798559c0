package dev.rollcall.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The machine's clock, which somebody may set or stop. */
public final class MovableClock extends Clock {

    private volatile Duration by = Duration.ZERO;
    private volatile @Nullable Instant stopped;

    /** Goes on, so far ahead of the machine's. */
    public void set(Duration ahead) {
        by = ahead;
        stopped = null;
    }

    /** Stays as it is now. */
    public Instant stop() {
        Instant now = instant();
        stopped = now;
        return now;
    }

    @Override
    public Instant instant() {
        Instant at = stopped;
        return at == null ? Clock.systemUTC().instant().plus(by) : at;
    }

    @Override
    public ZoneId getZone() {
        return Clock.systemUTC().getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return offset(system(zone), by);
    }
}
