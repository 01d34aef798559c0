package dev.rollcall.sync.fanout;

import dev.rollcall.sync.delivery.Delivery;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Which receipts are out though their batch isn't done, so that each is published once however often that is tried: by
 * record, for what follows from one isn't delivered again with the next try, and other partitions move on in between.
 */
final class ToldReceipts {

    private final Map<Origin, Set<String>> keys = new HashMap<>();

    private record Origin(String topic, int partition, long offset) {

        static Origin of(Delivery delivery) {
            ConsumerRecord<String, byte[]> source = delivery.source();
            return new Origin(source.topic(), source.partition(), source.offset());
        }
    }

    boolean isOut(Delivery delivery) {
        return keys.getOrDefault(Origin.of(delivery), Set.of()).contains(delivery.key());
    }

    void add(Delivery told) {
        keys.computeIfAbsent(Origin.of(told), _ -> new HashSet<>()).add(told.key());
    }

    /** With all that follows from them. */
    void done(List<Delivery> batch) {
        batch.forEach(delivery -> keys.remove(Origin.of(delivery)));
    }

    /** Whoever has the partitions next tells it again. */
    void forget() {
        keys.clear();
    }
}
