package dev.rollcall.ingest.topic;

import dev.rollcall.schemas.topic.AvroRecords;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes records that nobody waits for, many at once. For one thread. */
public final class BatchPublisher implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Producer<String, byte[]> producer;
    private final AvroRecords records;

    public BatchPublisher(KafkaClients clients, AvroRecords records) {
        this.producer = clients.batchProducer();
        this.records = records;
    }

    /**
     * Sends a record some time soon. Blocks for some seconds when a broker or the registry is away.
     *
     * @param onLost called when it is sure that it isn't written
     * @throws RuntimeException when it can't even be tried
     */
    public void publish(String topic, String key, SpecificRecord value, Runnable onLost) {
        producer.send(new ProducerRecord<>(topic, key, records.write(topic, value)), (_, failure) -> {
            if (failure != null) {
                onLost.run();
            }
        });
    }

    /** Sends what is left, if that doesn't take long. */
    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
