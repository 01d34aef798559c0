package dev.rollcall.sync.target;

import java.util.concurrent.CountDownLatch;

/** A server that never answers. */
final class Hanging {

    private Hanging() {}

    static void forever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
