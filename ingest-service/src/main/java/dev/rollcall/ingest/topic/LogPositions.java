package dev.rollcall.ingest.topic;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks Kafka where topics begin and end and where groups are, and puts a group where it is to begin. Blocking; throws
 * {@link KafkaException} when Kafka can't be asked.
 */
public final class LogPositions {

    private static final long PATIENCE_SECONDS = 10;

    private final Admin admin;

    public LogPositions(Admin admin) {
        this.admin = admin;
    }

    /** The first offset that is still there, by partition. */
    public Map<TopicPartition, Long> first(String topic) {
        return offsets(partitions(topic), OffsetSpec.earliest(), IsolationLevel.READ_COMMITTED);
    }

    /** The offset after the last record that can be read. */
    public Map<TopicPartition, Long> end(String topic) {
        return offsets(partitions(topic), OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    }

    /** The offset after the last record that was written, be it committed yet or not. */
    public Map<TopicPartition, Long> written(String topic) {
        return offsets(partitions(topic), OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    }

    /** The first offset of a record of that time or later; the end where there is none. */
    public Map<TopicPartition, Long> at(String topic, Instant time) {
        Map<TopicPartition, Long> ends = end(topic);
        Map<TopicPartition, Long> found =
                offsets(partitions(topic), OffsetSpec.forTimestamp(time.toEpochMilli()), IsolationLevel.READ_COMMITTED);
        found.replaceAll((partition, offset) -> offset < 0 ? ends.getOrDefault(partition, 0L) : offset);
        return found;
    }

    /** Where a group goes on, as far as it ever committed. */
    public Map<TopicPartition, OffsetAndMetadata> of(String group) {
        var committed = new HashMap<TopicPartition, OffsetAndMetadata>();
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        committed.put(partition, offset);
                    }
                });
        return committed;
    }

    /** Lets a group without members go on there. */
    public void set(String group, Map<TopicPartition, Long> offsets) {
        get(admin.alterConsumerGroupOffsets(
                        group,
                        offsets.entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey, offset -> new OffsetAndMetadata(offset.getValue()))))
                .all());
    }

    private Collection<TopicPartition> partitions(String topic) {
        return get(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                .flatMap(description -> description.partitions().stream())
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation) {
        var found = new HashMap<TopicPartition, Long>();
        get(admin.listOffsets(
                                partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> spec)),
                                new ListOffsetsOptions(isolation))
                        .all())
                .forEach((partition, offset) -> found.put(partition, offset.offset()));
        return found;
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("Kafka doesn't answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }
}
