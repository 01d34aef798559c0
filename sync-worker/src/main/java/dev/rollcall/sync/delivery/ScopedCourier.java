package dev.rollcall.sync.delivery;

import dev.rollcall.sync.app.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Brings an app only what its scope has, once the directory has come to the changes. */
final class ScopedCourier implements Courier {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Courier courier;
    private final Scoping scoping;
    private final Candidates candidates;
    private final DirectoryPeople directory;

    ScopedCourier(Courier courier, Scoping scoping, Candidates candidates, DirectoryPeople directory) {
        this.courier = courier;
        this.scoping = scoping;
        this.candidates = candidates;
        this.directory = directory;
    }

    @Override
    public void deliver(List<Delivery> deliveries, Round round) {
        if (!awaitDirectory(deliveries, round)) {
            round.stop(Answer.none("The directory hasn't come to these changes yet"));
            return;
        }
        Scoping.Scoped scoped = scoping.of(candidates.of(deliveries, round), round);
        var own = new HashSet<String>();
        deliveries.forEach(delivery -> own.add(delivery.change().getId()));
        round.add(scoped.deliveries().stream()
                .filter(delivery -> !own.contains(delivery.change().getId()))
                .count());
        courier.deliver(scoped.deliveries(), round);
        leaveOut(scoped, round);
    }

    /** Each once what comes before it of the same resource is settled, for the ledger knows the newest only. */
    private static void leaveOut(Scoping.Scoped scoped, Round round) {
        for (Delivery delivery : scoped.leftOut()) {
            boolean isNext = scoped.deliveries().stream()
                    .filter(other -> other.sequence() < delivery.sequence())
                    .filter(other -> other.ledgerId().equals(delivery.ledgerId()))
                    .allMatch(other -> other.sequence() <= round.entry(delivery).sequence());
            if (isNext) {
                round.leaveOut(delivery);
            }
        }
    }

    /** The directory projects a change right after it is on the topic, so it is mostly a matter of milliseconds. */
    private boolean awaitDirectory(List<Delivery> deliveries, Round round) {
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

    @Override
    public void close() {
        courier.close();
    }
}
