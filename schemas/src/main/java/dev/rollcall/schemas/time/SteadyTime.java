package dev.rollcall.schemas.time;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/**
 * Goes on evenly, whatever is done to the machine's clock. What waits or is done now and then goes by it, for it would wait
 * an hour longer where that one is set back an hour. Of no meaning to anybody else: what is written down goes by a clock.
 */
public final class SteadyTime {

    private static final Instant BEGINNING = Instant.now();
    private static final long NANOS = System.nanoTime();

    public static final Clock CLOCK = source().withZone(ZoneOffset.UTC);

    private SteadyTime() {}

    private static InstantSource source() {
        return () -> BEGINNING.plusNanos(System.nanoTime() - NANOS);
    }
}
