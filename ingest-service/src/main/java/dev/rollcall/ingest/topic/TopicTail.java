package dev.rollcall.ingest.topic;

import dev.rollcall.schemas.topic.ConnectionPartitioner;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** Reads one connection's records of a topic on, in order and as fast as it is asked to. For one thread. */
public final class TopicTail implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Consumer<String, byte[]> consumer;
    private final String connection;

    /**
     * Begins behind a record, or at the end.
     *
     * @param after the offset of that record; null for the end. One that isn't there any more is the oldest there is,
     *     one that isn't there yet is the end
     * @throws org.apache.kafka.common.KafkaException when the broker can't be asked
     */
    public TopicTail(KafkaClients clients, String topic, String connection, @Nullable Long after) {
        this.consumer = clients.consumers().createConsumer();
        this.connection = connection;
        try {
            int partitions = consumer.partitionsFor(topic).size();
            var partition = new TopicPartition(topic, ConnectionPartitioner.partitionOf(connection, partitions));
            List<TopicPartition> one = List.of(partition);
            consumer.assign(one);
            long end = consumer.endOffsets(one).getOrDefault(partition, 0L);
            long first = consumer.beginningOffsets(one).getOrDefault(partition, 0L);
            // whoever asks may say any number, so it isn't added to before it is known to be one of ours
            consumer.seek(partition, after == null || after >= end ? end : Math.max(first, Math.max(-1, after) + 1));
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** What has come since, or comes within a time; may be empty, as it is when the thread is interrupted. */
    public List<ConsumerRecord<String, byte[]>> poll(Duration patience) {
        try {
            return StreamSupport.stream(consumer.poll(patience).spliterator(), false)
                    .filter(record -> connection.equals(record.key()))
                    .toList();
        } catch (InterruptException e) {
            // nobody listens any more; with the flag set the consumer couldn't be closed in order
            Thread.interrupted();
            return List.of();
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}
