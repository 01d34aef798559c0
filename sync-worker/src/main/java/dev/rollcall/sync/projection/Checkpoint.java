package dev.rollcall.sync.projection;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition is projected.
 *
 * @param offsets the next ones to project; none where nothing was projected yet
 * @param incarnation which making of the collections it belongs to; null when it is older than such
 * @param isComplete whether they have once come to the log's end
 */
record Checkpoint(
        Map<TopicPartition, Long> offsets, @Nullable String incarnation, boolean isComplete) {}
