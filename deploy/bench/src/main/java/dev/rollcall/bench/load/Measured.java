package dev.rollcall.bench.load;

import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What a measurement found. A failed request counts as a request and as an error, and its time is left out.
 *
 * @param latencies in nanoseconds
 * @param nanos from the first request to the last answer
 * @param answerBytes of all answers' bodies
 * @param cpuNanos that this process spent
 * @param failures the first few
 */
public record Measured(
        Histogram latencies,
        long requests,
        long errors,
        long nanos,
        long answerBytes,
        long cpuNanos,
        List<Failure> failures) {

    /** Answers a second that weren't errors. */
    public double rps() {
        return nanos == 0 ? 0 : succeeded() * 1e9 / nanos;
    }

    public long succeeded() {
        return requests - errors;
    }

    /** @param percentile 0 to 100 */
    public double millis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }

    /** Bytes of an answer's body on average. */
    public int meanAnswerBytes() {
        return requests == 0 ? 0 : (int) (answerBytes / requests);
    }

    /** Share of the machine's cores, 0 to 1, that this process used. */
    public double cpuShare() {
        return share(cpuNanos);
    }

    /** Share of the machine's cores, 0 to 1, of somebody who used as much processor time meanwhile. */
    public double share(long otherCpuNanos) {
        return nanos == 0
                ? 0
                : (double) otherCpuNanos / nanos / Runtime.getRuntime().availableProcessors();
    }

    /** This and another slice of the same case as one. */
    public Measured plus(Measured other) {
        Histogram both = latencies.copy();
        both.add(other.latencies);
        return new Measured(
                both,
                requests + other.requests,
                errors + other.errors,
                nanos + other.nanos,
                answerBytes + other.answerBytes,
                cpuNanos + other.cpuNanos,
                Stream.concat(failures.stream(), other.failures.stream())
                        .limit(Tally.FAILURES)
                        .toList());
    }
}
