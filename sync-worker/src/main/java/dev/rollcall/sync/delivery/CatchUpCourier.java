package dev.rollcall.sync.delivery;

import dev.rollcall.event.IdentityChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Brings users of a SCIM app without a scope that is behind to what they are by now: the ledger then says that the changes
 * up to there are settled. Where the directory isn't ahead, or the app refuses the newest state, say for a name that is
 * still taken, each change is delivered as it is.
 */
final class CatchUpCourier implements Courier {

    private final Courier courier;
    private final Ahead ahead;

    CatchUpCourier(Courier courier, DirectoryPeople directory) {
        this.courier = courier;
        this.ahead = new Ahead(directory);
    }

    @Override
    public void deliver(List<Delivery> deliveries, Round round) {
        courier.deliver(ahead(deliveries, round), round);
        List<Delivery> declined = deliveries.stream().filter(round::isDeclined).toList();
        if (!declined.isEmpty()) {
            courier.deliver(declined, round);
        }
    }

    private List<Delivery> ahead(List<Delivery> deliveries, Round round) {
        Map<String, NewestUser> newest = ahead.of(deliveries, round);
        if (newest.isEmpty()) {
            return deliveries;
        }
        var told = new ArrayList<Delivery>();
        for (Delivery delivery : deliveries) {
            NewestUser user = newest.get(delivery.key());
            if (user == null) {
                told.add(delivery);
            } else {
                round.foresee(delivery, user.sequence());
                IdentityChange change = Retold.at(delivery.change(), user.state());
                told.add(new Delivery(delivery.app(), change, delivery.source()));
            }
        }
        return told;
    }

    @Override
    public void close() {
        courier.close();
    }
}
