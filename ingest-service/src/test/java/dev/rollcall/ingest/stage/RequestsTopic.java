package dev.rollcall.ingest.stage;

import dev.rollcall.embedded.Backend;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What was published on the topic of requests. */
public final class RequestsTopic {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Backend backend;

    RequestsTopic(Backend backend) {
        this.backend = backend;
    }

    /** How many records were ever published. */
    public long published() {
        try (var consumer = consumer()) {
            return consumer.endOffsets(partitions(consumer)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** A connection's records, in order. */
    public List<ConsumerRecord<String, byte[]>> of(String connection) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = consumer()) {
            var partitions = partitions(consumer);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(POLL).forEach(record -> {
                    if (connection.equals(record.key())) {
                        found.add(record);
                    }
                });
            }
        }
        return found;
    }

    public ProvisioningRequest read(ConsumerRecord<String, byte[]> record) {
        try (var records = new AvroRecords(SerdeSettings.apicurio(backend.registryApiUrl()))) {
            return records.read(Topics.REQUESTS, record.value(), ProvisioningRequest.class);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer) {
        return consumer.partitionsFor(Topics.REQUESTS).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", backend.bootstrap()),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
