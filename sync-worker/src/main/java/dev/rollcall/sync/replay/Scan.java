package dev.rollcall.sync.replay;

import dev.rollcall.schemas.topic.UnreadableRecordException;
import dev.rollcall.sync.ops.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads ahead through a part of a partition; it belongs to no group. */
final class Scan {

    private static final Duration POLL = Duration.ofMillis(200);
    /**
     * How long the broker may wait for more; a closing consumer waits for its last answer. Whoever scans is in the middle of
     * joining a group, which misses it after a while.
     */
    private static final Map<String, Object> AT_ONCE = Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);

    private final KafkaClients kafka;

    Scan(KafkaClients kafka) {
        this.kafka = kafka;
    }

    /** Looks at a record; one that can't be read is passed over here, and counted where it is read for good. */
    interface Look {

        void at(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException;
    }

    /** Every committed record from an offset to before another one. */
    void each(TopicPartition partition, long from, long to, Look look) {
        try (Consumer<String, byte[]> consumer = kafka.consumers(AT_ONCE).createConsumer()) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            while (from < to && consumer.position(partition) < to) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < to) {
                        look(record, look);
                    }
                }
            }
        }
    }

    /** To what is there now. */
    void each(TopicPartition partition, Look look) {
        each(partition, first(partition), end(partition), look);
    }

    /** The offset after the last record that is there now, be it committed yet or not. */
    long end(TopicPartition partition) {
        try (Consumer<String, byte[]> consumer = kafka.consumers(
                        Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted"))
                .createConsumer()) {
            return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        }
    }

    private long first(TopicPartition partition) {
        try (Consumer<String, byte[]> consumer = kafka.consumers(Map.of()).createConsumer()) {
            return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        }
    }

    private static void look(ConsumerRecord<String, byte[]> record, Look look) {
        try {
            look.at(record);
        } catch (UnreadableRecordException _) {
            // it comes again, where it is counted
        }
    }
}
