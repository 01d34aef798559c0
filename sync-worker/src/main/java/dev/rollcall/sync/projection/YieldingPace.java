package dev.rollcall.sync.projection;

import java.util.concurrent.locks.LockSupport;

/**
 * As fast as it goes while nobody changes anything, and else at work for two fifths of the time, all fillings of this
 * instance together: most of what is read and written meanwhile finds MongoDB idle.
 */
final class YieldingPace implements Pace {

    private static final double CYCLE = 2.5;

    private final Traffic traffic;
    private long began;

    YieldingPace(Traffic traffic) {
        this.traffic = traffic;
        this.began = traffic.nanos();
    }

    @Override
    public void await(int records) {
        if (traffic.isLive()) {
            rest(rest(traffic.nanos() - began, traffic.fillings()));
        }
        began = traffic.nanos();
    }

    /** After so long at work. */
    static long rest(long worked, int fillings) {
        return (long) (worked * (CYCLE * Math.max(1, fillings) - 1));
    }

    private void rest(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !Thread.currentThread().isInterrupted(); left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
