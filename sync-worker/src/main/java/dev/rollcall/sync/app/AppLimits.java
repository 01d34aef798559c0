package dev.rollcall.sync.app;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Lets only so many requests through to an app: so many at once, as its answers show it can take, and so many a second. */
final class AppLimits {

    private static final int TOO_MANY = 429;

    /** Whoever waits is bounded by the crew and gives up when interrupted. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition isRoom = lock.newCondition();
    private final @Nullable RateLimiter rate;
    private Window window;
    private int underWay;

    /** @param perSecond null for no limit */
    AppLimits(String app, int most, @Nullable Integer perSecond) {
        this.window = Window.open(most);
        this.rate = perSecond == null
                ? null
                : RateLimiter.of(
                        app,
                        RateLimiterConfig.custom()
                                .limitForPeriod(1)
                                .limitRefreshPeriod(Duration.ofSeconds(1).dividedBy(perSecond))
                                .timeoutDuration(PATIENCE)
                                .build());
    }

    /**
     * Waits until a request may be sent; {@link #leave} has to follow.
     *
     * @return what to leave with
     * @throws InterruptedException when the wait is given up; nothing has to follow
     */
    long enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (underWay >= window.size()) {
                isRoom.await();
            }
            underWay++;
        } finally {
            lock.unlock();
        }
        if (rate != null && !rate.acquirePermission()) {
            lock.lock();
            try {
                underWay--;
                isRoom.signal();
            } finally {
                lock.unlock();
            }
            throw new InterruptedException();
        }
        return System.nanoTime();
    }

    /** @param status the app's answer, or null where there was none */
    void leave(long entered, @Nullable Integer status) {
        lock.lock();
        try {
            if (status != null) {
                window = status == TOO_MANY ? window.refused(underWay, entered, System.nanoTime()) : window.taken();
            }
            underWay--;
            isRoom.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many requests may be under way now. */
    int size() {
        lock.lock();
        try {
            return window.size();
        } finally {
            lock.unlock();
        }
    }
}
