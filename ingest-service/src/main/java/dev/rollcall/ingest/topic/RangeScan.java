package dev.rollcall.ingest.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;

/** Reads through a part of a partition once, for as long as there is patience. Blocking. */
public final class RangeScan {

    private static final Duration POLL = Duration.ofMillis(200);

    private final ConsumerFactory<String, byte[]> consumers;

    public RangeScan(KafkaClients clients) {
        this.consumers = clients.consumers();
    }

    /**
     * Hands over every committed record from an offset to before another one.
     *
     * @param deadline by {@link System#nanoTime}
     * @return whether that was all
     * @throws org.apache.kafka.common.KafkaException when the broker can't be asked
     */
    public boolean each(
            TopicPartition partition,
            long from,
            long to,
            long deadline,
            Consumer<ConsumerRecord<String, byte[]>> look) {
        if (from >= to) {
            return true;
        }
        try (var consumer = consumers.createConsumer()) {
            consumer.assign(List.of(partition));
            Map<TopicPartition, Long> first = consumer.beginningOffsets(List.of(partition));
            consumer.seek(partition, Math.max(from, first.getOrDefault(partition, 0L)));
            while (consumer.position(partition) < to) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < to) {
                        look.accept(record);
                    }
                }
            }
            return true;
        }
    }
}
