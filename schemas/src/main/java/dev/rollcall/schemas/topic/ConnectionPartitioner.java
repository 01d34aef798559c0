package dev.rollcall.schemas.topic;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * Co-partitions the topics of a connection: murmur2 over the connection id in the key, as Kafka's default partitioner
 * does for a key that is just the connection id, so a client of another language can compute it too. Receipts and dead
 * letters, whose keys start with an app, go where Kafka's default partitioner puts them.
 */
public final class ConnectionPartitioner implements Partitioner {

    /** A producer's setting: how many partitions topics have; any number where it isn't set. */
    public static final String PARTITIONS = "rollcall.partitions";

    private int expected;

    @Override
    public int partition(
            String topic,
            @Nullable Object key,
            byte @Nullable [] keyBytes,
            @Nullable Object value,
            byte @Nullable [] valueBytes,
            Cluster cluster) {
        if (!(key instanceof String text)) {
            throw new IllegalArgumentException("A record on " + topic + " needs a String key, see Keys.");
        }
        int partitions = cluster.partitionCountForTopic(topic);
        if (expected > 0 && expected != partitions && Topics.CO_PARTITIONED.contains(topic)) {
            throw new PartitionsChangedException(topic + " has " + partitions + " partitions instead of " + expected);
        }
        String part = Topics.DELIVERIES.contains(topic) ? text : Keys.connectionOf(text);
        return partitionOf(part, partitions);
    }

    /** The partition that a connection has in every co-partitioned topic of that many partitions. */
    public static int partitionOf(String connection, int partitions) {
        return BuiltInPartitioner.partitionForKey(connection.getBytes(StandardCharsets.UTF_8), partitions);
    }

    @Override
    public void configure(Map<String, ?> configs) {
        if (configs.get(PARTITIONS) instanceof Integer partitions) {
            expected = partitions;
        }
    }

    @Override
    public void close() {}
}
