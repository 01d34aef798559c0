package dev.rollcall.sync.gap;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import dev.rollcall.sync.ops.KafkaClients;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The changes of a partition that are there still: what they tell needn't be brought in another way. */
final class Remaining {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, First> ofResources = new HashMap<>();
    private final Map<String, Long> ofConnections = new HashMap<>();
    private final Map<String, Long> lastOfConnections = new HashMap<>();

    private @Nullable Instant begins;

    /** The first change of a resource that is there still. */
    record First(long sequence, boolean isCreation) {}

    /** None. */
    Remaining() {}

    /**
     * From where the app goes on to the end as it is now.
     *
     * @param isFollowed whether a connection is any of the app's business
     */
    static Remaining of(
            TopicPartition changes, long from, Predicate<String> isFollowed, KafkaClients kafka, AvroRecords records) {
        var remaining = new Remaining();
        try (Consumer<String, byte[]> consumer = kafka.consumers(Map.of()).createConsumer()) {
            consumer.assign(List.of(changes));
            consumer.seek(changes, from);
            long end = consumer.endOffsets(List.of(changes)).getOrDefault(changes, 0L);
            while (consumer.position(changes) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    remaining.begin(record);
                    // most of a log is of others: what isn't decoded costs next to nothing
                    if (record.key() == null || isFollowed.test(record.key())) {
                        remaining.add(record, records);
                    }
                }
            }
        }
        return remaining;
    }

    private void begin(ConsumerRecord<String, byte[]> record) {
        if (begins == null) {
            begins = Instant.ofEpochMilli(record.timestamp());
        }
    }

    private void add(ConsumerRecord<String, byte[]> record, AvroRecords records) {
        try {
            add(records.read(Topics.CHANGES, record.value(), IdentityChange.class));
        } catch (UnreadableRecordException _) {
            // it becomes a dead letter where the feed reads it
        }
    }

    void add(IdentityChange change) {
        ofConnections.putIfAbsent(change.getConnection(), change.getSequence());
        lastOfConnections.put(change.getConnection(), change.getSequence());
        if (change.getBefore() != null || change.getAfter() != null) {
            ofResources.putIfAbsent(
                    key(change.getResourceType(), change.getConnection(), change.getResource()),
                    new First(change.getSequence(), change.getBefore() == null));
        }
    }

    /** When the first of them was written. */
    Optional<Instant> begins() {
        return Optional.ofNullable(begins);
    }

    Optional<First> of(ResourceType type, String connection, String id) {
        return Optional.ofNullable(ofResources.get(key(type, connection, id)));
    }

    /** The sequence of a connection's first change. */
    Optional<Long> of(String connection) {
        return Optional.ofNullable(ofConnections.get(connection));
    }

    /** The sequence of a connection's last change. */
    Optional<Long> lastOf(String connection) {
        return Optional.ofNullable(lastOfConnections.get(connection));
    }

    private static String key(ResourceType type, String connection, String id) {
        return type.name() + '/' + connection + '/' + id;
    }
}
