package dev.rollcall.sync.target;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server that doesn't answer, or not yet. */
final class Hanging {

    private Hanging() {}

    static void forever() {
        until(new CountDownLatch(1));
    }

    static void until(CountDownLatch isLet) {
        try {
            isLet.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void until(CountDownLatch isLet, Duration most) {
        try {
            var _ = isLet.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
