package dev.rollcall.sync.fanout;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** A consumer that commits nothing which waits, whoever asks it to, and goes back to it once it needn't wait any more. */
final class HoldingConsumer extends KafkaConsumer<String, byte[]> {

    private final Holds holds;

    private HoldingConsumer(Map<String, Object> settings, Holds holds) {
        super(settings);
        this.holds = holds;
    }

    /** Makes such consumers; one at a time, for what waits is one consumer's. */
    static ConsumerFactory<String, byte[]> factory(Map<String, Object> settings, Holds holds) {
        return new DefaultKafkaConsumerFactory<>(settings) {
            @Override
            protected Consumer<String, byte[]> createRawConsumer(Map<String, Object> settings) {
                return new HoldingConsumer(settings, holds);
            }
        };
    }

    @Override
    public ConsumerRecords<String, byte[]> poll(Duration timeout) {
        holds.decided(this::assignment).forEach(this::seek);
        return super.poll(timeout);
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        super.commitSync(holds.committable(offsets));
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        super.commitSync(holds.committable(offsets), timeout);
    }

    @Override
    public void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
        super.commitAsync(holds.committable(offsets), callback);
    }
}
