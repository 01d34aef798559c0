package dev.rollcall.sync.projection;

import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.PartitionsChangedException;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;

/** Reads state topics of one partition from some offsets to where they end when it begins. */
final class StateLog {

    private static final Duration POLL = Duration.ofMillis(100);

    private final ConsumerFactory<String, byte[]> consumers;

    StateLog(ConsumerFactory<String, byte[]> consumers) {
        this.consumers = consumers;
    }

    /** Takes what is read. */
    interface Reader {

        /** @param beginnings of the topics, and their ends; what is between tells how much there is to read */
        default void begins(Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends, int partitions) {}

        /** @param positions where each topic goes on after these */
        void read(ConsumerRecords<String, byte[]> records, Map<TopicPartition, Long> positions);
    }

    /** How many partitions there are of each topic. */
    int partitions() {
        try (Consumer<String, byte[]> consumer = consumers.createConsumer()) {
            return consumer.partitionsFor(Topics.USERS).size();
        }
    }

    /** Where the topics end now. */
    Map<TopicPartition, Long> ends(int partition, List<String> names) {
        try (Consumer<String, byte[]> consumer = consumers.createConsumer()) {
            return consumer.endOffsets(topics(partition, names));
        }
    }

    /**
     * Returns where each topic goes on.
     *
     * @throws PartitionsChangedException when something is there that belongs to another partition
     */
    Map<TopicPartition, Long> read(int partition, List<String> names, Map<TopicPartition, Long> from, Reader reader) {
        List<TopicPartition> topics = topics(partition, names);
        var positions = new HashMap<TopicPartition, Long>();
        try (Consumer<String, byte[]> consumer = consumers.createConsumer()) {
            consumer.assign(topics);
            topics.forEach(topic -> consumer.seek(topic, from.getOrDefault(topic, 0L)));
            Map<TopicPartition, Long> ends = consumer.endOffsets(topics);
            int partitions = consumer.partitionsFor(Topics.USERS).size();
            reader.begins(consumer.beginningOffsets(topics), ends, partitions);
            topics.forEach(topic -> positions.put(topic, consumer.position(topic)));
            while (topics.stream()
                    .anyMatch(topic -> positions.getOrDefault(topic, 0L) < ends.getOrDefault(topic, 0L))) {
                ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
                records.forEach(record -> requireHere(record, partitions));
                topics.forEach(topic -> positions.put(topic, consumer.position(topic)));
                reader.read(records, positions);
            }
        }
        return positions;
    }

    /** A state that was left behind would bring back who is deleted where they are by now. */
    private static void requireHere(ConsumerRecord<String, byte[]> record, int partitions) {
        if (record.key() != null
                && ConnectionPartitioner.partitionOf(Keys.connectionOf(record.key()), partitions)
                        != record.partition()) {
            throw new PartitionsChangedException(
                    "%s has %d partitions, and what belongs elsewhere in partition %d at %d"
                            .formatted(record.topic(), partitions, record.partition(), record.offset()));
        }
    }

    private static List<TopicPartition> topics(int partition, List<String> names) {
        return names.stream().map(name -> new TopicPartition(name, partition)).toList();
    }
}
