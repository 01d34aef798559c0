package dev.rollcall.sync.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Waits for the directory to come to changes. It projects a change right after it is on the topic, so it is mostly a matter
 * of milliseconds.
 */
final class Abreast {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final DirectoryPeople directory;

    Abreast(DirectoryPeople directory) {
        this.directory = directory;
    }

    /** Whether the directory has come to all of these; not for long, and not beyond the round. */
    boolean isWith(List<Delivery> deliveries, Round round) {
        Map<String, Long> newest = new HashMap<>();
        deliveries.forEach(delivery -> newest.merge(delivery.change().getConnection(), delivery.sequence(), Math::max));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            newest.entrySet().removeIf(one -> directory.isAt(one.getKey(), one.getValue()));
            if (newest.isEmpty()) {
                return true;
            }
            if (round.isOver() || System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
