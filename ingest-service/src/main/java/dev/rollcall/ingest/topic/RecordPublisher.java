package dev.rollcall.ingest.topic;

import dev.rollcall.schemas.topic.AvroRecords;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Writes records to topics: all that this service ever says to the rest. */
public final class RecordPublisher implements AutoCloseable {

    private final Producer<String, byte[]> producer;
    private final AvroRecords records;

    public RecordPublisher(KafkaClients clients, AvroRecords records) {
        this.producer = clients.producer();
        this.records = records;
    }

    /**
     * Sends a record; the future is done when all in-sync replicas have it. May block for some seconds when a broker or
     * the registry is away, so call it on a virtual thread.
     *
     * @param value null removes the key
     * @throws RuntimeException when it can't even be tried
     */
    public CompletableFuture<RecordMetadata> publish(
            String topic, String key, @Nullable SpecificRecord value, Iterable<Header> headers) {
        byte[] bytes = value == null ? null : records.write(topic, value);
        return publish(new ProducerRecord<>(topic, null, key, bytes, headers));
    }

    /** Sends a record once more as it was read, to the topic that it was read from. */
    public CompletableFuture<RecordMetadata> publish(ConsumerRecord<String, byte[]> read) {
        return publish(new ProducerRecord<>(read.topic(), null, read.key(), read.value(), read.headers()));
    }

    private CompletableFuture<RecordMetadata> publish(ProducerRecord<String, byte[]> record) {
        var done = new CompletableFuture<RecordMetadata>();
        producer.send(record, (metadata, failure) -> {
            if (failure == null) {
                done.complete(metadata);
            } else {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }

    @Override
    public void close() {
        producer.close();
    }
}
