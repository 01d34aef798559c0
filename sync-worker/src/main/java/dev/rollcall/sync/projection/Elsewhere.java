package dev.rollcall.sync.projection;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for what another thread does as if this one did it. */
final class Elsewhere {

    private Elsewhere() {}

    /** Does the first here and the others beside it; fails, too, only when nothing of it is under way any more. */
    static void beside(List<Runnable> all) {
        CompletableFuture<Void> others = CompletableFuture.allOf(all.stream()
                .skip(1)
                .map(one -> CompletableFuture.runAsync(one, Thread::startVirtualThread))
                .toArray(CompletableFuture[]::new));
        try {
            all.getFirst().run();
        } finally {
            await(others);
        }
    }

    /**
     * Returns when it is done, or throws what it failed with.
     *
     * @throws InterruptException when this thread is interrupted; the other one goes on
     */
    static void await(Future<Void> done) {
        try {
            done.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
