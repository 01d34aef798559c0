package dev.rollcall.ingest.topic;

import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** Makes Kafka clients from {@code spring.kafka} and what the promises need: String keys, byte[] values. */
public final class KafkaClients {

    /** How long a push may wait for a broker that is away, before it is answered 503. */
    private static final Duration DELIVERY = Duration.ofSeconds(10);

    private static final Duration REQUEST = Duration.ofSeconds(5);
    private static final long BUFFER_BYTES = 4L * Topics.MAX_RECORD_BYTES;

    private static final Duration LINGER = Duration.ofMillis(20);
    private static final int BATCH_RECORDS = 1_000;
    private static final int BATCH_BYTES = 128 * 1024;
    private static final long BATCH_BUFFER_BYTES = 8L * 1024 * 1024;

    private final KafkaProperties kafka;
    private final int partitions;

    /** @param partitions of the topics that are co-partitioned */
    public KafkaClients(KafkaProperties kafka, int partitions) {
        this.kafka = kafka;
        this.partitions = partitions;
    }

    /** A producer that loses and doubles nothing, and partitions by connection. */
    Producer<String, byte[]> producer() {
        return producer(Map.of());
    }

    /**
     * A producer for what is better late than dear: it waits to send much at once, and has a buffer of its own, so that
     * it takes no room from those whose record a client waits for.
     */
    Producer<String, byte[]> batchProducer() {
        return producer(Map.of(
                ProducerConfig.LINGER_MS_CONFIG,
                (int) LINGER.toMillis(),
                ProducerConfig.BATCH_SIZE_CONFIG,
                BATCH_BYTES,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                BATCH_BUFFER_BYTES,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4"));
    }

    /** One that writes in transactions, and is fenced off by the next one of the same id. */
    Producer<String, byte[]> transactionalProducer(String id) {
        return producer(
                Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int)
                        DELIVERY.toMillis()));
    }

    private Producer<String, byte[]> producer(Map<String, Object> special) {
        var settings = new HashMap<>(kafka.buildProducerProperties());
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, ConnectionPartitioner.class);
        settings.put(ConnectionPartitioner.PARTITIONS, partitions);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
        settings.putAll(special);
        return new KafkaProducer<>(settings);
    }

    /** Consumers of a group, which begins with the oldest record; they wait a little to read much at once. */
    ConsumerFactory<String, byte[]> consumers(String group) {
        var settings = settings();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, BATCH_BYTES);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BATCH_RECORDS);
        return new DefaultKafkaConsumerFactory<>(settings);
    }

    /** Consumers of no group, that see only what is committed. */
    ConsumerFactory<String, byte[]> consumers() {
        return new DefaultKafkaConsumerFactory<>(settings());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(kafka.buildConsumerProperties());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
        return settings;
    }
}
