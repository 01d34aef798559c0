package dev.rollcall.ingest.topic;

import dev.rollcall.schemas.topic.ConnectionPartitioner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.springframework.util.unit.DataSize;

/** Looks a connection's records up where they lie on a topic, for what is asked for so rarely that no index pays. Blocking. */
public final class RecordSearch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** As Kafka's own default is, for all from a time on is read: a broker that is far away is asked seldom. */
    private static final DataSize FETCHED = DataSize.ofMegabytes(1);

    private final KafkaClients clients;
    /** By topic, for a consumer that goes to another one asks what that is like first. */
    private final Map<String, ConsumerPool> pools = new ConcurrentHashMap<>();

    public RecordSearch(KafkaClients clients) {
        this.clients = clients;
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
        return pools.computeIfAbsent(topic, _ -> new ConsumerPool(clients, FETCHED))
                .with(consumer -> since(consumer, topic, connection, time, isEnough));
    }

    private static End since(
            Consumer<String, byte[]> consumer,
            String topic,
            String connection,
            Instant time,
            Predicate<ConsumerRecord<String, byte[]>> isEnough) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int partitions = consumer.partitionsFor(topic).size();
        var partition = new TopicPartition(topic, ConnectionPartitioner.partitionOf(connection, partitions));
        consumer.assign(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        OffsetAndTimestamp first =
                consumer.offsetsForTimes(Map.of(partition, time.toEpochMilli())).get(partition);
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

    @Override
    public void close() {
        pools.values().forEach(ConsumerPool::close);
    }
}
