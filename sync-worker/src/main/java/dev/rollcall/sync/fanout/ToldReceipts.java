package dev.rollcall.sync.fanout;

import dev.rollcall.sync.delivery.Delivery;
import dev.rollcall.sync.delivery.Settled;
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

    List<Settled> untold(List<Settled> settled) {
        return settled.stream()
                .filter(end -> !keys.getOrDefault(Origin.of(end.delivery()), Set.of())
                        .contains(end.delivery().key()))
                .toList();
    }

    void add(List<Settled> told) {
        told.forEach(end -> keys.computeIfAbsent(Origin.of(end.delivery()), _ -> new HashSet<>())
                .add(end.delivery().key()));
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
