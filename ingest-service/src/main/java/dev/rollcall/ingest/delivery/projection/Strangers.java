package dev.rollcall.ingest.delivery.projection;

import dev.rollcall.event.DeliveryReceipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest receipts of apps that nobody waits for. A receipt may be read before the setting by which its app came; those of
 * deleted apps are soon forgotten. Not for several threads at once.
 */
final class Strangers {

    private static final int MOST = 1_000;

    /** Settings are read within milliseconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<DeliveryReceipt, Instant> receipts = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DeliveryReceipt, Instant> eldest) {
            return size() > MOST;
        }
    };

    void add(DeliveryReceipt receipt, Instant now) {
        receipts.put(receipt, now);
    }

    /** Those that aren't forgotten, oldest first. */
    List<DeliveryReceipt> receipts(Instant now) {
        receipts.values().removeIf(came -> came.isBefore(now.minus(PATIENCE)));
        return List.copyOf(receipts.keySet());
    }

    /** No others. */
    void keep(Collection<DeliveryReceipt> strangers) {
        receipts.keySet().retainAll(new HashSet<>(strangers));
    }
}
