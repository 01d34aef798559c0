package dev.rollcall.sync.gap;

import java.util.List;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A partition in which a consumer's place isn't there any more.
 *
 * @param from where it would have gone on; null where Kafka has forgotten that
 */
public record LostPlace(TopicPartition partition, @Nullable Long from) {

    public static List<LostPlace> of(InvalidOffsetException lost) {
        return lost.partitions().stream()
                .map(partition -> new LostPlace(
                        partition,
                        lost instanceof OffsetOutOfRangeException out
                                ? out.offsetOutOfRangePartitions().get(partition)
                                : null))
                .toList();
    }
}
