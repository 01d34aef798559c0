package dev.rollcall.sync.projection;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * As fast as it goes while nobody changes anything, and else at work for a third of the time, all fillings of this
 * instance together: most of what is read and written meanwhile finds MongoDB idle.
 */
final class YieldingPace implements Pace {

    private static final double CYCLE = 3;

    /** What took long was waited for, not worked on. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Traffic traffic;
    private boolean isAtWork;
    private long began;

    YieldingPace(Traffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public boolean mayRunAhead() {
        return !traffic.isLive();
    }

    @Override
    public void await(int records) {
        rest(owed());
        isAtWork = true;
        began = traffic.nanos();
    }

    /** For how many nanoseconds it is to rest; not before its first work, for which it may have waited long. */
    long owed() {
        return isAtWork && traffic.isLive() ? owed(traffic.nanos() - began, traffic.fillings()) : 0;
    }

    /** After so long at work. */
    static long owed(long worked, int fillings) {
        return (long) Math.min(LONGEST.toNanos(), worked * (CYCLE * Math.max(1, fillings) - 1));
    }

    private static void rest(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !Thread.currentThread().isInterrupted(); left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
