package dev.rollcall.ingest.topic;

import dev.rollcall.schemas.topic.ConnectionPartitioner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;

/** Looks a connection's records up where they lie on a topic, for what is asked for so rarely that no index pays. Blocking. */
public final class RecordSearch {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** Closing waits for the fetch under way, which at the end of a topic is one that waits for more. */
    private static final String FETCH_MILLIS = "5";

    private final ConsumerFactory<String, byte[]> consumers;
    private final Properties hasty = new Properties();

    public RecordSearch(KafkaClients clients) {
        this.consumers = clients.consumers();
        this.hasty.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MILLIS);
    }

    /** How a search ended. */
    public enum End {
        /** All that was wanted is found. */
        FOUND,
        /** There is no more of it yet. */
        END_OF_TOPIC,
        /** There may be more of it, but it would take too long. */
        OUT_OF_PATIENCE
    }

    /**
     * Hands over the records of a connection's partition that were written at a time or later, of other connections
     * too, until enough is found.
     *
     * @param isEnough is told each record
     * @throws org.apache.kafka.common.KafkaException when the broker can't be asked
     */
    public End since(
            String topic, String connection, Instant time, Predicate<ConsumerRecord<String, byte[]>> isEnough) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Consumer<String, byte[]> consumer = consumers.createConsumer(null, null, null, hasty)) {
            int partitions = consumer.partitionsFor(topic).size();
            var partition = new TopicPartition(topic, ConnectionPartitioner.partitionOf(connection, partitions));
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            OffsetAndTimestamp first = consumer.offsetsForTimes(Map.of(partition, time.toEpochMilli()))
                    .get(partition);
            if (first == null) {
                return End.END_OF_TOPIC;
            }
            consumer.seek(partition, first.offset());
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (isEnough.test(record)) {
                        return End.FOUND;
                    }
                }
                if (System.nanoTime() > deadline) {
                    return End.OUT_OF_PATIENCE;
                }
            }
            return End.END_OF_TOPIC;
        }
    }
}
