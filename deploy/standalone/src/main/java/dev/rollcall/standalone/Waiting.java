package dev.rollcall.standalone;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for what other processes and threads bring about. */
public final class Waiting {

    /** As long as the clock can tell. */
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private Waiting() {}

    /** Asks again and again until there is an answer, however long that takes; empty when it was interrupted. */
    public static <T> Optional<T> until(Duration between, Supplier<Optional<T>> question) {
        return until(FOR_EVER, between, question);
    }

    /** Asks again and again until there is an answer; empty when there was none in time. */
    public static <T> Optional<T> until(Duration limit, Duration between, Supplier<Optional<T>> question) {
        long begun = System.nanoTime();
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent() || System.nanoTime() - begun > limit.toNanos()) {
                return answer;
            }
            try {
                Thread.sleep(between);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }
}
