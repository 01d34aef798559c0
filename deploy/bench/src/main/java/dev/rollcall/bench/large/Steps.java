package dev.rollcall.bench.large;

import dev.rollcall.bench.cases.BenchCase;
import dev.rollcall.bench.load.Call;
import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.Failure;
import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.load.Measured;
import dev.rollcall.bench.load.Reply;
import dev.rollcall.bench.report.StepResult;
import dev.rollcall.bench.target.Counts;
import dev.rollcall.bench.target.EventCount;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes steps one after the other, and the time of each: until its answer, its events, and the directory showing it. */
public final class Steps {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration AGAIN = Duration.ofMillis(50);

    private final BenchCase bench;
    private final Calls calls;
    private final LoadGenerator generator;
    private final @Nullable EventCount events;
    private final Consumer<StepResult> results;

    /**
     * @param events of memberships too; null when they can't be counted
     * @param results takes the result of each step as it comes
     */
    public Steps(
            BenchCase bench,
            Calls calls,
            LoadGenerator generator,
            @Nullable EventCount events,
            Consumer<StepResult> results) {
        this.bench = bench;
        this.calls = calls;
        this.generator = generator;
        this.events = events;
        this.results = results;
    }

    /** Returns the answer; null when it was an error, or none came. */
    @Nullable
    Reply take(Step step) {
        var once = new Once(step.call());
        if (events != null) {
            events.mark();
        }
        long sent = System.nanoTime();
        CompletableFuture<Long> awaiting = awaitEvents(step.expected());
        Measured measured = send(once);
        long eventsBy = awaiting.join();
        Counts seen = events == null ? null : events.toEnd();
        Reply reply = once.reply();
        // what was answered by an error may have been taken all the same, and then has its events
        boolean isTaken = reply != null || step.expected().equals(seen);
        Long shown = step.shown() == null || !isTaken ? null : awaitShown(step.shown());
        results.accept(new StepResult(
                bench.label(),
                step.name(),
                reply == null ? measured.failures().getFirst().status() : reply.status(),
                rounded(measured.nanos()),
                measured.answerBytes(),
                seen,
                seen == null ? null : step.expected(),
                seen == null || step.expected().equals(Counts.NONE) ? null : rounded(eventsBy - sent),
                shown == null ? null : rounded(shown - sent),
                failure(step, measured, shown)));
        return reply;
    }

    /** When they were all there, seen while the answer is awaited, for it may come later. */
    private CompletableFuture<Long> awaitEvents(Counts expected) {
        EventCount count = events;
        return count == null
                ? CompletableFuture.completedFuture(0L)
                : CompletableFuture.supplyAsync(() -> count.await(expected, PATIENCE));
    }

    /** When a read first met its expectation; null when it didn't. */
    private @Nullable Long awaitShown(Call read) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            if (send(new Once(read)).errors() == 0) {
                return System.nanoTime();
            }
            LockSupport.parkNanos(AGAIN.toNanos());
        }
        return null;
    }

    private Measured send(Once once) {
        return generator.run(calls.server(), 1, PATIENCE, once);
    }

    private static @Nullable String failure(Step step, Measured measured, @Nullable Long shown) {
        return measured.failures().stream()
                .map(Failure::toString)
                .findFirst()
                .orElse(
                        step.shown() == null || shown != null
                                ? null
                                : "the directory didn't show it within " + PATIENCE.toSeconds() + " s");
    }

    private static double rounded(long nanos) {
        return Math.round(nanos / 1e5) / 10.0;
    }
}
