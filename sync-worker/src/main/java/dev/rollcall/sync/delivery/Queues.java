package dev.rollcall.sync.delivery;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * A batch by resource: what the ledger has not seen yet, in order, and what it has.
 *
 * @param fresh each list holds the changes of one resource, oldest first
 */
record Queues(List<List<Delivery>> fresh, List<Settled> already) {

    /** Of messages, where each counts: a retry passes unless it is known that the app got just this one. */
    static Queues of(List<Delivery> deliveries, Map<String, LedgerEntry> ledger) {
        return of(deliveries, ledger, Queues::isMessageSettled);
    }

    /** Of states, where the newest counts: a retry passes while no newer change is settled, but for groups. */
    static Queues ofStates(List<Delivery> deliveries, Map<String, LedgerEntry> ledger) {
        return of(deliveries, ledger, Queues::isStateSettled);
    }

    /** Pure: the same batch and ledger give the same queues. */
    private static Queues of(
            List<Delivery> deliveries,
            Map<String, LedgerEntry> ledger,
            BiPredicate<Delivery, LedgerEntry> isRetrySettled) {
        var fresh = new LinkedHashMap<String, List<Delivery>>();
        var already = new ArrayList<Settled>();
        for (Delivery delivery : deliveries) {
            LedgerEntry entry = ledger.get(delivery.ledgerId());
            List<Delivery> queue = fresh.computeIfAbsent(delivery.ledgerId(), id -> new ArrayList<>());
            boolean isPassed = entry != null && delivery.sequence() <= entry.sequence();
            boolean isOpen =
                    delivery.isForced() || delivery.isRetry() && entry != null && !isRetrySettled.test(delivery, entry);
            if (entry != null && isPassed && !isOpen) {
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

    /** A back-filled state is old news where a newer change was told. */
    private static boolean isMessageSettled(Delivery retry, LedgerEntry entry) {
        boolean isOvertaken =
                retry.sequence() < entry.sequence() && retry.change().getKind().equals(EventUris.FEED_ADD);
        return isOvertaken || retry.sequence() == entry.sequence() && entry.outcome() != DeliveryOutcome.FAILED;
    }

    /** A newer state of a group says nothing of the members that came and went with an older change. */
    private static boolean isStateSettled(Delivery retry, LedgerEntry entry) {
        return retry.sequence() < entry.sequence()
                ? entry.type() != ResourceType.GROUP || !entry.isLinked()
                : entry.outcome() != DeliveryOutcome.FAILED;
    }
}
