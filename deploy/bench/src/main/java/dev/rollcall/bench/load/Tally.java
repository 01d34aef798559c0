package dev.rollcall.bench.load;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts one measurement; used by one thread. */
public final class Tally {

    static final int FAILURES = 5;

    private static final long HIGHEST = TimeUnit.MINUTES.toNanos(5);
    private static final int DIGITS = 3;

    private final Histogram latencies = new Histogram(HIGHEST, DIGITS);
    private final List<Failure> failures = new ArrayList<>();
    private final long began = System.nanoTime();
    private final long cpuBegan = cpu();
    private final long ends;
    private long requests;
    private long errors;
    private long answerBytes;
    private long last = began;

    public Tally(Duration window) {
        ends = began + window.toNanos();
    }

    /** Whether the window is over, so that no request is to follow. */
    public boolean isOver() {
        return System.nanoTime() - ends >= 0;
    }

    /** Counts requests that were answered together, just now. */
    public void succeeded(int count, long sentNanos, long bytes) {
        succeeded(count, sentNanos, System.nanoTime(), bytes);
    }

    void succeeded(int count, long sentNanos, long answeredNanos, long bytes) {
        last = answeredNanos;
        latencies.recordValueWithCount(Math.min(last - sentNanos, HIGHEST), count);
        requests += count;
        answerBytes += bytes;
    }

    void failed(Failure failure) {
        last = System.nanoTime();
        requests++;
        errors++;
        if (failures.size() < FAILURES) {
            failures.add(failure);
        }
    }

    public Measured measured() {
        return new Measured(
                latencies, requests, errors, last - began, answerBytes, cpu() - cpuBegan, List.copyOf(failures));
    }

    private static long cpu() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }
}
