package dev.rollcall.sync.gap;

import dev.rollcall.schemas.topic.Topics;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What an app can't be given any more.
 *
 * @param from where it would have gone on; null where Kafka has forgotten that, so that it may have missed nothing
 * @param to where it goes on
 * @param changes where it goes on with the changes of the partition; null where nothing can be brought instead
 */
record Gap(
        String app,
        TopicPartition partition,
        @Nullable Long from,
        long to,
        @Nullable Long changes) {

    /** What is brought instead is told in the name of this; the same for the same gap. */
    String replay() {
        return (isOfChanges() ? "gap-" : "gap-retries-") + partition.partition() + '-' + to;
    }

    String reason() {
        int number = partition.partition();
        String what = isOfChanges() ? "Changes" : "Retries";
        if (from == null) {
            return "Kafka had forgotten where the app was in partition " + number;
        }
        return from > to
                ? "Partition %d of %s ended before offset %d, where the app was"
                        .formatted(number, partition.topic(), from)
                : "%s of partition %d from offset %d to %d were kept no longer".formatted(what, number, from, to - 1);
    }

    private boolean isOfChanges() {
        return partition.topic().equals(Topics.CHANGES);
    }
}
