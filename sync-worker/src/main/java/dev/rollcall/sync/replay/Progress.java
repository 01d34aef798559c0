package dev.rollcall.sync.replay;

import dev.rollcall.schemas.delivery.ReplayProgress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where a replay is in the partitions that a worker has of it; used by one thread. */
final class Progress {

    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private final Map<TopicPartition, ReplayProgress> counts = new HashMap<>();

    /** A partition comes, with what was committed of it last. */
    void begin(TopicPartition partition, @Nullable OffsetAndMetadata last) {
        if (last != null) {
            committed.put(partition, last);
        }
        counts.put(
                partition,
                Optional.ofNullable(last)
                        .map(offset -> ReplayProgress.of(offset.metadata()))
                        .orElse(ReplayProgress.NONE));
    }

    void end(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> {
            committed.remove(partition);
            counts.remove(partition);
        });
    }

    void published(TopicPartition partition, int more) {
        counts.computeIfPresent(partition, (_, count) -> count.published(more));
    }

    void unreadable(TopicPartition partition, long offset) {
        counts.computeIfPresent(partition, (_, count) -> count.unreadable(offset));
    }

    /** Whether all before this offset is done for good. */
    boolean isAt(TopicPartition partition, long offset) {
        OffsetAndMetadata last = committed.get(partition);
        return last != null && last.offset() >= offset;
    }

    /** What is to be committed of this position; empty when it was before. */
    Optional<OffsetAndMetadata> advance(TopicPartition partition, long position) {
        ReplayProgress count = counts.get(partition);
        return count == null || isAt(partition, position)
                ? Optional.empty()
                : Optional.of(new OffsetAndMetadata(position, count.text()));
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        committed.putAll(offsets);
    }
}
