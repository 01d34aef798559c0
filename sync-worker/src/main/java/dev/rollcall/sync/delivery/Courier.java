package dev.rollcall.sync.delivery;

import java.util.List;

/** One kind of app's way to be told of changes. */
public interface Courier extends AutoCloseable {

    /**
     * Brings the batch to the app, as far as it goes within the round; what is settled is in the round, whatever happens.
     *
     * @param deliveries in the order of their topic
     */
    void deliver(List<Delivery> deliveries, Round round);

    /** Gives up what is under way; nothing of it counts as settled. */
    @Override
    void close();
}
