package dev.rollcall.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** What runs, to be stopped in the reverse order of its start however far the start had got. */
final class Parts implements AutoCloseable {

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private boolean isClosed;

    /** Remembers a part; one that comes after the end is stopped at once. */
    synchronized <T extends AutoCloseable> T add(T part) {
        if (isClosed) {
            close(part);
        } else {
            started.push(part);
        }
        return part;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        while (!started.isEmpty()) {
            close(started.pop());
        }
    }

    /** Works with the parts; what fails because they are being stopped is no failure. */
    <T> T use(Supplier<T> work) throws InterruptedException {
        try {
            return work.get();
        } catch (RuntimeException e) {
            if (isClosed()) {
                Thread.currentThread().join();
            }
            throw e;
        }
    }

    private synchronized boolean isClosed() {
        return isClosed;
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LoggerFactory.getLogger(Parts.class).warn("A part did not stop cleanly", e);
        }
    }
}
