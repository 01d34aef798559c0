package dev.rollcall.schemas.scope;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs what may never end, such as a pathological regular expression, which no bound of JSONata's sees: on a thread that
 * can be left behind. A few may be; then nothing is begun until one of them ends.
 */
final class Deadline {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int MOST_AT_ONCE = 64;

    private static final Semaphore ROOM = new Semaphore(MOST_AT_ONCE);
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("mapping-", 0).daemon().factory());

    private Deadline() {}

    /** @throws MappingException when it takes too long or fails */
    static <T> T run(Supplier<T> task) {
        try {
            if (!ROOM.tryAcquire(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new MappingException("every attribute", "earlier evaluations haven't ended yet.");
            }
            return result(THREADS.submit(() -> {
                try {
                    return task.get();
                } finally {
                    ROOM.release();
                }
            }));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MappingException("every attribute", "was interrupted.");
        }
    }

    private static <T> T result(Future<T> running) throws InterruptedException {
        try {
            return running.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            running.cancel(true);
            throw new MappingException("an attribute", "takes longer than " + LIMIT.toSeconds() + " s.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MappingException failure) {
                throw failure;
            }
            throw new MappingException(
                    "an attribute", "fails" + (e.getCause() instanceof StackOverflowError ? " for its depth." : "."));
        }
    }
}
