package dev.rollcall.bench.recovery;

import dev.rollcall.schemas.subscribe.ChangeEvent;
import dev.rollcall.schemas.subscribe.IdentityEvent;
import dev.rollcall.schemas.subscribe.IdentityListener;
import dev.rollcall.schemas.subscribe.SnapshotEvent;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A service that knows nobody yet: it counts what it is told, and does nothing with it. */
final class Newcomer implements IdentityListener {

    private final Set<Integer> ended = ConcurrentHashMap.newKeySet();
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private volatile int partitions = Integer.MAX_VALUE;
    private volatile long users;
    private volatile long memberships;
    private volatile long records;
    private volatile long snapshotNanos;

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes, others look
    public void on(IdentityEvent event) {
        switch (event) {
            case SnapshotEvent.SnapshotBegan began -> partitions = began.share().partitions();
            case SnapshotEvent.SnapshotEnded over -> {
                snapshotNanos = System.nanoTime();
                ended.add(over.share().partition());
            }
            case SnapshotEvent.UserFound _ -> {
                users++;
                records++;
            }
            case SnapshotEvent.MemberFound _ -> {
                memberships++;
                records++;
            }
            case SnapshotEvent _ -> records++;
            case ChangeEvent change -> changed.add(change.change().getResource());
        }
    }

    /** Whether it was told everybody, of all connections. */
    boolean isComplete() {
        return ended.size() == partitions;
    }

    /** Whether it was told that something happened to this one. */
    boolean knowsChangeOf(String resource) {
        return changed.contains(resource);
    }

    long users() {
        return users;
    }

    long memberships() {
        return memberships;
    }

    /** Of the compacted topics. */
    long records() {
        return records;
    }

    /** By {@link System#nanoTime}, when the last snapshot was over. */
    long snapshotNanos() {
        return snapshotNanos;
    }
}
