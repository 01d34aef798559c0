package dev.rollcall.sync.delivery;

import dev.rollcall.schemas.delivery.LedgerEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch by resource: what the ledger has not seen yet, in order, and what it has.
 *
 * @param fresh each list holds the changes of one resource, oldest first
 */
record Queues(List<List<Delivery>> fresh, List<Settled> already) {

    /** Pure: the same batch and ledger give the same queues. */
    static Queues of(List<Delivery> deliveries, Map<String, LedgerEntry> ledger) {
        var fresh = new LinkedHashMap<String, List<Delivery>>();
        var already = new ArrayList<Settled>();
        for (Delivery delivery : deliveries) {
            LedgerEntry entry = ledger.get(delivery.ledgerId());
            List<Delivery> queue = fresh.computeIfAbsent(delivery.ledgerId(), id -> new ArrayList<>());
            if (entry != null && delivery.sequence() <= entry.sequence()) {
                already.add(Settled.already(delivery, entry));
            } else if (queue.isEmpty() || queue.getLast().sequence() < delivery.sequence()) {
                queue.add(delivery);
            } else {
                already.add(Settled.superseded(delivery, delivery.change().getTime()));
            }
        }
        fresh.values().removeIf(List::isEmpty);
        return new Queues(List.copyOf(fresh.values()), already);
    }
}
