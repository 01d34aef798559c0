package dev.rollcall.sync.fanout;

import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.gap.LostPlace;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/**
 * A consumer that commits nothing which waits, whoever asks it to, and goes back to it once it needn't wait any more. While
 * its app is back-filled it has the changes, and reads none: in a group whose members subscribe to one thing today and to
 * another tomorrow, one that takes its predecessor's place would be left with that one's partitions.
 */
final class HoldingConsumer extends KafkaConsumer<String, byte[]> {

    private static final long NOWHERE = -1;

    private final Holds holds;
    private final BooleanSupplier isBackFilled;
    private final Mender mender;
    private final UnaryOperator<ConsumerRecords<String, byte[]>> keeping;
    private final LostPlaces lost = new LostPlaces();
    private boolean isReadingRetriesOnly;

    private HoldingConsumer(
            Map<String, Object> settings,
            Holds holds,
            BooleanSupplier isBackFilled,
            Mender mender,
            UnaryOperator<ConsumerRecords<String, byte[]>> keeping) {
        super(settings);
        this.holds = holds;
        this.isBackFilled = isBackFilled;
        this.mender = mender;
        this.keeping = keeping;
    }

    /** Finds out where to go on with partitions whose places in the log aren't there any more. */
    interface Mender {

        /** See {@link LostPlaces.Search#begin}. */
        CompletableFuture<Map<TopicPartition, Long>> mend(Collection<LostPlace> lost, Consumer<?, ?> consumer);
    }

    /**
     * Makes such consumers; one at a time, for what waits is one consumer's.
     *
     * @param isBackFilled whether what happens waits, as it is now
     * @param keeping makes of what is read what is kept in memory
     */
    static ConsumerFactory<String, byte[]> factory(
            Map<String, Object> settings,
            Holds holds,
            BooleanSupplier isBackFilled,
            Mender mender,
            UnaryOperator<ConsumerRecords<String, byte[]>> keeping) {
        return new DefaultKafkaConsumerFactory<>(settings) {
            @Override
            protected Consumer<String, byte[]> createRawConsumer(Map<String, Object> settings) {
                return new HoldingConsumer(settings, holds, isBackFilled, mender, keeping);
            }
        };
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                listener.onPartitionsAssigned(partitions);
                // the poll that brings a partition may bring records of it, too
                pauseOrResume();
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                lost.forget(partitions);
                listener.onPartitionsRevoked(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                lost.forget(partitions);
                listener.onPartitionsLost(partitions);
            }
        });
    }

    @Override
    public ConsumerRecords<String, byte[]> poll(Duration timeout) {
        lost.seek(places -> mender.mend(places, this), this::goOn);
        pauseOrResume();
        try {
            // not ahead to it, where a batch is tried again that begins before it
            holds.decided(this::assignment).forEach((partition, first) -> {
                long at = position(partition);
                seek(partition, at == NOWHERE ? first : Math.min(first, at));
            });
            return keeping.apply(super.poll(timeout));
        } catch (InvalidOffsetException e) {
            lost.add(LostPlace.of(e));
            // anywhere, for where there is no place every poll fails, and the other partitions would wait as well
            e.partitions().forEach(partition -> seek(partition, 0));
            pause(e.partitions());
            return ConsumerRecords.empty();
        }
    }

    /**
     * Nowhere, where Kafka's would fail: the container asks after each poll, also after one that hasn't come to the
     * partition yet, and would stop for good. The next poll finds out.
     */
    @Override
    public long position(TopicPartition partition) {
        try {
            return lost.has(partition) ? NOWHERE : super.position(partition);
        } catch (InvalidOffsetException e) {
            return NOWHERE;
        }
    }

    private void goOn(Map<TopicPartition, Long> places) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        places.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        // also where nothing comes to be read: else it would be found lost again
        commitSync(offsets);
        offsets.forEach(this::seek);
        resume(places.keySet());
    }

    private void pauseOrResume() {
        // whoever pauses the whole consumer resumes all of it
        pause(lost.partitions());
        if (isBackFilled.getAsBoolean()) {
            isReadingRetriesOnly = true;
            pause(assigned(Topics.CHANGES));
        } else if (isReadingRetriesOnly && isReadingRetries()) {
            isReadingRetriesOnly = false;
            resume(assigned(Topics.CHANGES));
        }
    }

    /** Not while the whole consumer is paused because of its app, which ends by itself. */
    private boolean isReadingRetries() {
        return assigned(Topics.RETRIES).stream().noneMatch(paused()::contains);
    }

    private List<TopicPartition> assigned(String topic) {
        return assignment().stream()
                .filter(partition -> partition.topic().equals(topic))
                .filter(partition -> !lost.has(partition))
                .toList();
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
