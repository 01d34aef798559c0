package dev.rollcall.schemas.subscribe;

import java.time.Duration;

/** How long what failed waits: twice as long each time, up to a most. */
record Retry(Duration first, Duration most) {

    private static final int DOUBLINGS = 20;

    Duration after(int failures) {
        Duration wait = first.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
        return wait.compareTo(most) < 0 ? wait : most;
    }
}
