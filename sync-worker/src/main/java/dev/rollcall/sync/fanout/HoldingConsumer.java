package dev.rollcall.sync.fanout;

import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/**
 * A consumer that commits nothing which waits, whoever asks it to, and goes back to it once it needn't wait any more. While
 * its app is back-filled it has the changes, and reads none: in a group whose members subscribe to one thing today and to
 * another tomorrow, one that takes its predecessor's place would be left with that one's partitions.
 */
final class HoldingConsumer extends KafkaConsumer<String, byte[]> {

    private static final Logger log = LoggerFactory.getLogger(HoldingConsumer.class);
    private static final long NOWHERE = -1;

    private final Holds holds;
    private final BooleanSupplier isBackFilled;
    private final LostPlaces lostPlaces;
    private boolean isReadingRetriesOnly;
    private @Nullable CompletableFuture<Map<TopicPartition, Long>> search;

    private HoldingConsumer(
            Map<String, Object> settings, Holds holds, BooleanSupplier isBackFilled, LostPlaces lostPlaces) {
        super(settings);
        this.holds = holds;
        this.isBackFilled = isBackFilled;
        this.lostPlaces = lostPlaces;
    }

    /** Where to go on with partitions whose places in the log aren't there any more. */
    interface LostPlaces {

        /**
         * Begins to find out.
         *
         * @throws RuntimeException when Kafka can't be asked
         */
        CompletableFuture<Map<TopicPartition, Long>> after(InvalidOffsetException lost, Consumer<?, ?> consumer);
    }

    /**
     * Makes such consumers; one at a time, for what waits is one consumer's.
     *
     * @param isBackFilled whether what happens waits, as it is now
     */
    static ConsumerFactory<String, byte[]> factory(
            Map<String, Object> settings, Holds holds, BooleanSupplier isBackFilled, LostPlaces lostPlaces) {
        return new DefaultKafkaConsumerFactory<>(settings) {
            @Override
            protected Consumer<String, byte[]> createRawConsumer(Map<String, Object> settings) {
                return new HoldingConsumer(settings, holds, isBackFilled, lostPlaces);
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
                listener.onPartitionsRevoked(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                listener.onPartitionsLost(partitions);
            }
        });
    }

    @Override
    public ConsumerRecords<String, byte[]> poll(Duration timeout) {
        pauseOrResume();
        try {
            // not ahead to it, where a batch is tried again that begins before it
            holds.decided(this::assignment).forEach((partition, first) -> {
                long at = position(partition);
                seek(partition, at == NOWHERE ? first : Math.min(first, at));
            });
            return super.poll(timeout);
        } catch (InvalidOffsetException e) {
            goOn(e, timeout);
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
            return super.position(partition);
        } catch (InvalidOffsetException e) {
            return NOWHERE;
        }
    }

    /** Goes on polling until it is known, and so stays in the group for as long as that takes. */
    private void goOn(InvalidOffsetException lost, Duration rest) {
        try {
            if (search == null) {
                search = lostPlaces.after(lost, this);
            }
            if (search.isDone()) {
                goOn(lost.partitions(), search.join());
                search = null;
                return;
            }
        } catch (RuntimeException e) {
            if (search != null && search.isCompletedExceptionally()) {
                search = null;
            }
            log.atWarn()
                    .addKeyValue("partitions", lost.partitions())
                    .setCause(e)
                    .log("Where to go on isn't known yet; it is tried again");
        }
        LockSupport.parkNanos(rest.toNanos());
    }

    /** Only where this consumer is lost still: another one may have had a partition meanwhile. */
    private void goOn(Set<TopicPartition> lost, Map<TopicPartition, Long> known) {
        var places = new HashMap<TopicPartition, OffsetAndMetadata>();
        known.forEach((partition, offset) -> {
            if (lost.contains(partition)) {
                places.put(partition, new OffsetAndMetadata(offset));
            }
        });
        // also where nothing comes to be read: else it would be found lost again
        commitSync(places);
        places.forEach(this::seek);
    }

    private void pauseOrResume() {
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
