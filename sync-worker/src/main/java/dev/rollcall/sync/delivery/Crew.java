package dev.rollcall.sync.delivery;

import dev.rollcall.sync.app.Answer;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The virtual threads that work for one app, at most so many at a time. */
final class Crew implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final int size;

    Crew(int size) {
        this.size = size;
    }

    /**
     * Works through the tasks, begun in their order, until all are done or the round is over. Of a probe the first goes
     * alone.
     *
     * @throws IllegalStateException when the work itself failed; the others have ended by then
     * @throws HeldException when some of it has to wait; the others have ended by then
     */
    <T> void each(List<T> tasks, Round round, Consumer<? super T> work) {
        int alone = round.isProbe() && !round.isAppWell() ? Math.min(1, tasks.size()) : 0;
        share(tasks.subList(0, alone), round, work);
        share(tasks.subList(alone, tasks.size()), round, work);
    }

    private <T> void share(List<T> tasks, Round round, Consumer<? super T> work) {
        var next = new AtomicInteger();
        Callable<Boolean> hand = () -> {
            for (int i = next.getAndIncrement(); i < tasks.size() && !round.isOver(); i = next.getAndIncrement()) {
                work.accept(tasks.get(i));
            }
            return true;
        };
        try {
            for (Future<Boolean> done : threads.invokeAll(Collections.nCopies(Math.min(size, tasks.size()), hand))) {
                done.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HeldException held) {
                throw held;
            }
            throw new IllegalStateException("A delivery broke off.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            round.stop(Answer.none("Given up while stopping"));
        } catch (RejectedExecutionException e) {
            round.stop(Answer.none("Given up while stopping"));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
