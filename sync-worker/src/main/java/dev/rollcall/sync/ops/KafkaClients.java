package dev.rollcall.sync.ops;

import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.schemas.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/**
 * Settings of our Kafka clients on top of {@code spring.kafka}: String keys, byte[] values (see
 * {@link dev.rollcall.schemas.topic.AvroRecords}), and what the promises need.
 */
public final class KafkaClients {

    private final KafkaProperties kafka;
    private final int partitions;

    /** @param partitions of the topics that are co-partitioned */
    KafkaClients(KafkaProperties kafka, int partitions) {
        this.kafka = kafka;
        this.partitions = partitions;
    }

    /** A producer that loses and doubles nothing; keys are spread as Kafka does by default. */
    public Map<String, Object> producer() {
        var settings = new HashMap<>(kafka.buildProducerProperties());
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
        return settings;
    }

    /** The same for the topics that are co-partitioned by connection. */
    public Map<String, Object> coPartitionedProducer() {
        Map<String, Object> settings = producer();
        settings.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, ConnectionPartitioner.class);
        settings.put(ConnectionPartitioner.PARTITIONS, partitions);
        return settings;
    }

    /** A consumer that sees only what is committed, from the beginning, and commits nothing by itself. */
    public Map<String, Object> consumer() {
        var settings = new HashMap<>(kafka.buildConsumerProperties());
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return settings;
    }

    /** A factory of consumers with the given settings on top. */
    public ConsumerFactory<String, byte[]> consumers(Map<String, Object> more) {
        Map<String, Object> settings = consumer();
        settings.putAll(more);
        return new DefaultKafkaConsumerFactory<>(settings);
    }
}
