package dev.rollcall.sync.fanout;

import dev.rollcall.schemas.delivery.AppGroup;
import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** How far an app's feed has come with the changes and retries of connections, as Kafka knows it. */
public final class FeedProgress {

    private static final long PATIENCE_SECONDS = 20;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Admin kafka;

    public FeedProgress(Admin kafka) {
        this.kafka = kafka;
    }

    /** Where the topics end for these connections now: to come there is to have settled all that was on them. */
    public Map<TopicPartition, Long> ends(List<String> connections) throws InterruptedException {
        try {
            TopicDescription topic = Objects.requireNonNull(
                    get(kafka.describeTopics(List.of(Topics.CHANGES)).allTopicNames())
                            .get(Topics.CHANGES));
            int partitions = topic.partitions().size();
            var asked = new HashMap<TopicPartition, OffsetSpec>();
            for (String connection : connections) {
                int partition = ConnectionPartitioner.partitionOf(connection, partitions);
                asked.put(new TopicPartition(Topics.CHANGES, partition), OffsetSpec.latest());
                asked.put(new TopicPartition(Topics.RETRIES, partition), OffsetSpec.latest());
            }
            var ends = new HashMap<TopicPartition, Long>();
            get(kafka.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                            .all())
                    .forEach((partition, found) -> ends.put(partition, found.offset()));
            return ends;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka can't be asked.", e);
        }
    }

    /** Whether the app's feed has come there. */
    public boolean isAt(String app, Map<TopicPartition, Long> ends) throws InterruptedException {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    get(kafka.listConsumerGroupOffsets(AppGroup.of(app)).partitionsToOffsetAndMetadata());
            return ends.entrySet().stream().allMatch(end -> {
                OffsetAndMetadata next = committed.get(end.getKey());
                return (next == null ? 0 : next.offset()) >= end.getValue();
            });
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka can't be asked.", e);
        }
    }

    /** Waits until the app's feed has come there; false when it takes longer. */
    public boolean await(String app, Map<TopicPartition, Long> ends, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isAt(app, ends)) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(PAUSE);
        }
        return true;
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
