package dev.rollcall.sync.replay;

import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How much of what was published for an app it has yet to read. As long as that is little, its live changes never wait for
 * long, however large the replay is and however long the app is away.
 */
final class Outstanding {

    private static final long PATIENCE_SECONDS = 20;
    /** For how long the answer is believed. */
    private static final long FRESH = Duration.ofMillis(100).toNanos();

    private final Admin kafka;
    private final String group;
    private final int window;
    private int partitions;
    private long room;
    private long asked = System.nanoTime() - FRESH;

    Outstanding(Admin kafka, String group, int window) {
        this.kafka = kafka;
        this.group = group;
        this.window = window;
    }

    /** How many may be published now; not more than that is left of the window. */
    long room() {
        if (System.nanoTime() - asked >= FRESH) {
            room = window - lag();
            asked = System.nanoTime();
        }
        return room;
    }

    void published(int count) {
        room -= count;
    }

    private long lag() {
        try {
            if (partitions == 0) {
                partitions = kafka.describeTopics(List.of(Topics.RETRIES))
                        .allTopicNames()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .values()
                        .iterator()
                        .next()
                        .partitions()
                        .size();
            }
            Map<TopicPartition, Long> first = offsets(OffsetSpec.earliest());
            Map<TopicPartition, Long> ends = offsets(OffsetSpec.latest());
            Map<TopicPartition, OffsetAndMetadata> next = kafka.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            long lag = 0;
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                OffsetAndMetadata committed = next.get(end.getKey());
                long from = Math.max(committed == null ? 0 : committed.offset(), first.getOrDefault(end.getKey(), 0L));
                lag += Math.max(0, end.getValue() - from);
            }
            return lag;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka doesn't tell how far the app is.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Map<TopicPartition, Long> offsets(OffsetSpec spec)
            throws ExecutionException, TimeoutException, InterruptedException {
        var asking = new HashMap<TopicPartition, OffsetSpec>();
        for (int partition = 0; partition < partitions; partition++) {
            asking.put(new TopicPartition(Topics.RETRIES, partition), spec);
        }
        var found = new HashMap<TopicPartition, Long>();
        // also what is committed and has no marker yet: the last stable offset is behind a commit that has returned
        kafka.listOffsets(asking)
                .all()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .forEach((partition, offset) -> found.put(partition, offset.offset()));
        return found;
    }
}
