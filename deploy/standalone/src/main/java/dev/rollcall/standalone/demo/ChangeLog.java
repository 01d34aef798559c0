package dev.rollcall.standalone.demo;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The changes of a connection as any subscriber reads them.
 *
 * @param bootstrap of Kafka
 * @param registryApi of the schema registry
 */
record ChangeLog(String connection, String bootstrap, String registryApi) {

    private static final Duration POLL = Duration.ofMillis(200);

    /** Reads all there is on {@code identity.changes}, from the beginning to now. */
    void read(Consumer<IdentityChange> reader) {
        try (var records = new AvroRecords(SerdeSettings.apicurio(registryApi));
                var consumer = consumer("read_committed");
                // a commit doesn't wait for the markers that move a committed reader's end
                var uncommitted = consumer("read_uncommitted")) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.CHANGES).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = uncommitted.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (record.key().equals(connection)) {
                        reader.accept(read(records, record));
                    }
                }
            }
        }
    }

    private KafkaConsumer<String, byte[]> consumer(String isolation) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        isolation,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private static IdentityChange read(AvroRecords records, ConsumerRecord<String, byte[]> record) {
        try {
            return records.read(Topics.CHANGES, record.value(), IdentityChange.class);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(e);
        }
    }
}
