package dev.rollcall.sync.directory;

import dev.rollcall.event.ConnectionSequence;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.Headcount;
import dev.rollcall.event.MembershipState;
import dev.rollcall.event.RequestOutcome;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Projects the state topics of a partition from their checkpoint to their end, so that MongoDB is where the log is before
 * anything is decided on it. From offset 0 it is the rebuild.
 */
final class CatchUp {

    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final ConsumerFactory<String, byte[]> consumers;
    private final AvroRecords records;
    private final KafkaOperations<String, byte[]> kafka;
    private final DirectoryCollections collections;
    private final Projection projection;
    private final Checkpoints checkpoints;
    private final Clock clock;

    CatchUp(
            ConsumerFactory<String, byte[]> consumers,
            AvroRecords records,
            KafkaOperations<String, byte[]> kafka,
            DirectoryCollections collections,
            Projection projection,
            Checkpoints checkpoints,
            Clock clock) {
        this.consumers = consumers;
        this.records = records;
        this.kafka = kafka;
        this.collections = collections;
        this.projection = projection;
        this.checkpoints = checkpoints;
        this.clock = clock;
    }

    /** Makes the indexes too, for MongoDB may be empty. Returns how many records were projected. */
    long run(int partition) {
        collections.createIndexes();
        List<TopicPartition> topics = Topics.STATES.stream()
                .map(topic -> new TopicPartition(topic, partition))
                .toList();
        Map<TopicPartition, Long> from = checkpoints.read(partition);
        long projected = 0;
        try (Consumer<String, byte[]> consumer = consumers.createConsumer()) {
            consumer.assign(topics);
            topics.forEach(topic -> consumer.seek(topic, from.getOrDefault(topic, 0L)));
            Map<TopicPartition, Long> ends = consumer.endOffsets(topics);
            var positions = new HashMap<TopicPartition, Long>();
            boolean behind = true;
            while (behind) {
                behind = false;
                for (TopicPartition topic : topics) {
                    positions.put(topic, consumer.position(topic));
                    behind |= positions.get(topic) < ends.getOrDefault(topic, 0L);
                }
                if (behind) {
                    projected += project(consumer.poll(POLL));
                }
            }
            checkpoints.write(partition, positions);
        }
        if (projected > 0) {
            log.atInfo()
                    .addKeyValue("partition", partition)
                    .addKeyValue("records", projected)
                    .log("Directory caught up with the log");
        }
        return projected;
    }

    private int project(ConsumerRecords<String, byte[]> polled) {
        var writes = new LinkedHashMap<String, StateWrite>();
        // of every connection the highest that any record holds; see Batch#unheld
        var sequences = new LinkedHashMap<String, Long>();
        var headcounts = new LinkedHashMap<String, Headcount>();
        for (ConsumerRecord<String, byte[]> record : polled) {
            try {
                if (record.topic().equals(Topics.SEQUENCES)) {
                    if (record.value() != null) {
                        var value = records.read(record.topic(), record.value(), ConnectionSequence.class);
                        sequences.merge(value.getConnection(), value.getSequence(), Math::max);
                    }
                } else if (record.topic().equals(Topics.HEADCOUNTS)) {
                    if (record.value() != null) {
                        var value = records.read(record.topic(), record.value(), Headcount.class);
                        headcounts.put(value.getConnection(), value);
                    }
                } else {
                    StateWrite write = write(record);
                    sequences.merge(Keys.connectionOf(write.key()), write.sequence(), Math::max);
                    writes.put(write.stateKind() + write.key(), write);
                }
            } catch (UnreadableRecordException e) {
                bury(record, e);
            }
        }
        projection.write(writes.values());
        projection.sequences(sequences);
        projection.headcounts(headcounts.values());
        return polled.count();
    }

    /** Returns when the dead letter is durable, for a checkpoint may follow. */
    private void bury(ConsumerRecord<String, byte[]> record, UnreadableRecordException failure) {
        var letter = DeadLetters.unreadable(record, String.valueOf(failure.getMessage()), clock.instant());
        kafka.send(Topics.DEAD_LETTERS, record.topic(), records.write(Topics.DEAD_LETTERS, letter))
                .join();
        log.atError()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .log("A state on the log can't be read; it is a dead letter and left out of the directory");
    }

    private StateWrite write(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        byte[] value = record.value();
        if (value == null) {
            return new StateWrite.Removed(kind(record.topic()), record.key(), CloudEvent.sequenceOf(record.headers()));
        }
        return switch (kind(record.topic())) {
            case USER -> new StateWrite.OfUser(records.read(record.topic(), value, UserState.class));
            case GROUP -> new StateWrite.OfGroup(records.read(record.topic(), value, GroupState.class));
            case MEMBERSHIP -> new StateWrite.OfMembership(records.read(record.topic(), value, MembershipState.class));
            case OUTCOME -> new StateWrite.OfOutcome(records.read(record.topic(), value, RequestOutcome.class));
        };
    }

    private static StateWrite.Kind kind(String topic) {
        return switch (topic) {
            case Topics.USERS -> StateWrite.Kind.USER;
            case Topics.GROUPS -> StateWrite.Kind.GROUP;
            case Topics.MEMBERSHIPS -> StateWrite.Kind.MEMBERSHIP;
            case Topics.OUTCOMES -> StateWrite.Kind.OUTCOME;
            default -> throw new IllegalArgumentException(topic + " holds no states");
        };
    }
}
