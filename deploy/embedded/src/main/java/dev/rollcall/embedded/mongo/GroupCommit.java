package dev.rollcall.embedded.mongo;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.MVStore;

/** Makes writes durable, those of all who wait at the same time with one commit of the store. */
final class GroupCommit {

    private static final int COMMITS_BETWEEN_COMPACTIONS = 512;
    private static final int TARGET_FILL_RATE = 60;
    private static final int COMPACTED_BYTES = 8 << 20;

    private final MVStore store;
    private final ReentrantLock committing = new ReentrantLock();
    private final AtomicLong asked = new AtomicLong();
    private long durable;
    private int commits;

    GroupCommit(MVStore store) {
        this.store = store;
    }

    /** Returns when all that the calling thread has written is in the file. */
    void awaitDurable() {
        long ticket = asked.incrementAndGet();
        committing.lock();
        try {
            if (durable >= ticket) {
                return;
            }
            long covered = asked.get();
            store.commit();
            durable = covered;
            compactNowAndThen();
        } finally {
            committing.unlock();
        }
    }

    /** The store's own background thread would do this, but it also commits without waiting for the file. */
    private void compactNowAndThen() {
        if (++commits % COMMITS_BETWEEN_COMPACTIONS == 0) {
            store.compact(TARGET_FILL_RATE, COMPACTED_BYTES);
        }
    }
}
