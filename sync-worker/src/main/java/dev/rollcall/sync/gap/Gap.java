package dev.rollcall.sync.gap;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What an app can't be given any more.
 *
 * @param from where it would have gone on; null where Kafka has forgotten that, so that it may have missed nothing
 * @param to where it goes on
 */
record Gap(String app, TopicPartition partition, @Nullable Long from, long to) {

    /** What is brought instead is told in the name of this; the same for the same gap. */
    String replay() {
        return "gap-" + partition.partition() + '-' + to;
    }

    String reason() {
        int number = partition.partition();
        if (from == null) {
            return "Kafka had forgotten where the app was in partition " + number;
        }
        return from > to
                ? "Partition " + number + " ended before offset " + from + ", where the app was"
                : "Changes of partition %d from offset %d to %d were kept no longer".formatted(number, from, to - 1);
    }
}
