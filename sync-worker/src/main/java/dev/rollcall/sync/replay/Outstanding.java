package dev.rollcall.sync.replay;

import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.ops.KafkaClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * How much of what was published for an app it has yet to read. As long as that is little, its live changes never wait for
 * long, however large the replay is and however long the app is away.
 */
final class Outstanding {

    private static final long PATIENCE_SECONDS = 20;
    /** For how long the answer is believed. */
    private static final long FRESH = Duration.ofMillis(25).toNanos();

    /** For how long, where there seems to be no room, the count of what can be read is believed. */
    private static final long COUNTED = Duration.ofSeconds(2).toNanos();

    private static final Duration POLL = Duration.ofMillis(100);

    private final Admin kafka;
    private final ConsumerFactory<String, byte[]> consumers;
    private final String group;
    private final int window;
    private int partitions;
    private long room;
    private long asked = System.nanoTime() - FRESH;
    private long counted = System.nanoTime() - COUNTED;

    Outstanding(Admin kafka, KafkaClients clients, String group, int window) {
        this.kafka = kafka;
        this.consumers = clients.consumers(Map.of());
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
            var unread = new HashMap<TopicPartition, Long>();
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                OffsetAndMetadata committed = next.get(end.getKey());
                long from = Math.max(committed == null ? 0 : committed.offset(), first.getOrDefault(end.getKey(), 0L));
                if (end.getValue() > from) {
                    lag += end.getValue() - from;
                    unread.put(end.getKey(), from);
                }
            }
            if (lag < window || System.nanoTime() - counted < COUNTED) {
                return lag;
            }
            lag = readable(unread, ends);
            counted = System.nanoTime();
            return lag;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka doesn't tell how far the app is.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * How many of them the app will read: what a publisher that died left is aborted, and no offset is committed behind it
     * until something follows, which would be what waits for room here.
     */
    private long readable(Map<TopicPartition, Long> unread, Map<TopicPartition, Long> ends) {
        try (Consumer<String, byte[]> consumer = consumers.createConsumer()) {
            consumer.assign(unread.keySet());
            unread.forEach(consumer::seek);
            Map<TopicPartition, Long> stable = consumer.endOffsets(unread.keySet());
            long count = 0;
            for (TopicPartition partition : unread.keySet()) {
                // nobody knows yet what becomes of these
                count += Math.max(0, ends.getOrDefault(partition, 0L) - stable.getOrDefault(partition, 0L));
            }
            while (count < window
                    && unread.keySet().stream()
                            .anyMatch(partition -> consumer.position(partition) < stable.getOrDefault(partition, 0L))) {
                count += consumer.poll(POLL).count();
            }
            return count;
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
