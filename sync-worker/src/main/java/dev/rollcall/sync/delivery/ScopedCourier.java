package dev.rollcall.sync.delivery;

import dev.rollcall.sync.app.Answer;
import java.util.HashSet;
import java.util.List;

/** Brings an app only what its scope has, once the directory has come to the changes. */
final class ScopedCourier implements Courier {

    private final Courier courier;
    private final Scoping scoping;
    private final Candidates candidates;
    private final Abreast abreast;

    ScopedCourier(Courier courier, Scoping scoping, Candidates candidates, DirectoryPeople directory) {
        this.courier = courier;
        this.scoping = scoping;
        this.candidates = candidates;
        this.abreast = new Abreast(directory);
    }

    @Override
    public void deliver(List<Delivery> deliveries, Round round) {
        if (!abreast.isWith(deliveries, round)) {
            round.stop(Answer.none("The directory hasn't come to these changes yet"));
            return;
        }
        bring(deliveries, round);
        // what the app doesn't take as it is by now may be taken as it was
        List<Delivery> declined = deliveries.stream().filter(round::isDeclined).toList();
        if (!declined.isEmpty()) {
            bring(declined, round);
        }
    }

    private void bring(List<Delivery> deliveries, Round round) {
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

    @Override
    public void close() {
        courier.close();
    }
}
