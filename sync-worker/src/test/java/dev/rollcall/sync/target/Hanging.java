package dev.rollcall.sync.target;

import java.util.concurrent.CountDownLatch;

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
}
