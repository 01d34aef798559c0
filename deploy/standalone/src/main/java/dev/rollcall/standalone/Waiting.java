package dev.rollcall.standalone;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for what other processes and threads bring about. */
public final class Waiting {

    private Waiting() {}

    /** Asks again and again until there is an answer; empty when there was none in time. */
    public static <T> Optional<T> until(Duration limit, Duration between, Supplier<Optional<T>> question) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent() || System.nanoTime() > end) {
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
