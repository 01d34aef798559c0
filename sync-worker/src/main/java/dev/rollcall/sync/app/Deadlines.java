package dev.rollcall.sync.app;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.Cancellable;

/** Gives requests up that take too long: the time-outs of sockets are of each read, these hold for all of them. */
final class Deadlines implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("app-deadlines").daemon().factory());

    private final Duration time;

    /** @param time from the beginning of a request to the end of its answer */
    Deadlines(Duration time) {
        this.time = time;
        timer.setRemoveOnCancelPolicy(true);
    }

    /** @throws java.util.concurrent.RejectedExecutionException when it is closed */
    Deadline of(Cancellable request) {
        return new Deadline(request);
    }

    /** Requests that are under way have none any more. */
    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** One request's; to be closed when that has ended. */
    final class Deadline implements AutoCloseable {

        private final Cancellable request;
        private final Future<?> end;
        private volatile boolean isMissed;

        private Deadline(Cancellable request) {
            this.request = request;
            this.end = timer.schedule(this::miss, time.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void miss() {
            isMissed = true;
            request.cancel();
        }

        /** Whether the request was given up. */
        boolean isMissed() {
            return isMissed;
        }

        @Override
        public void close() {
            end.cancel(false);
        }
    }
}
