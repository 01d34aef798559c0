package dev.rollcall.ingest.activity.capture;

import java.time.Clock;

/** Lets so many calls a second of unknown clients into the log, for it must not be theirs to fill. */
final class Strangers {

    private final int max;
    private final Clock clock;
    private long second;
    private int taken;

    Strangers(int max, Clock clock) {
        this.max = max;
        this.clock = clock;
    }

    synchronized boolean admit() {
        long now = clock.instant().getEpochSecond();
        if (now != second) {
            second = now;
            taken = 0;
        }
        return taken++ < max;
    }
}
