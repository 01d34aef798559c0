package dev.rollcall.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The machine's clock, which somebody may set. */
public final class MovableClock extends Clock {

    private volatile Duration by = Duration.ZERO;

    public void set(Duration ahead) {
        by = ahead;
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(by);
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
