package dev.rollcall.schemas.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Sees before a service starts whether topics are as it expects them. */
public final class TopicCheck {

    private static final int PATIENCE_MILLIS = 30_000;

    private TopicCheck() {}

    /**
     * Those that are to be made. Spring would give more partitions to one that is there and has fewer. Blocking.
     *
     * @throws PartitionsChangedException when one that is there has another number of partitions
     * @throws IllegalStateException when Kafka can't be asked
     */
    public static List<NewTopic> missing(Admin kafka, List<NewTopic> expected) {
        Map<String, KafkaFuture<TopicDescription>> asked = kafka.describeTopics(
                        expected.stream().map(NewTopic::name).toList(),
                        new DescribeTopicsOptions().timeoutMs(PATIENCE_MILLIS))
                .topicNameValues();
        var missing = new ArrayList<NewTopic>();
        var others = new ArrayList<String>();
        for (NewTopic topic : expected) {
            int there = partitions(Objects.requireNonNull(asked.get(topic.name())));
            if (there == 0) {
                missing.add(topic);
            } else if (there != topic.numPartitions()) {
                others.add(topic.name() + " has " + there + " partitions instead of " + topic.numPartitions());
            }
        }
        if (!others.isEmpty()) {
            throw new PartitionsChangedException(String.join(", ", others));
        }
        return missing;
    }

    /** None where there is no such topic. */
    private static int partitions(KafkaFuture<TopicDescription> topic) {
        try {
            return topic.get().partitions().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw new IllegalStateException("Kafka can't be asked for its topics", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Kafka was asked for its topics", e);
        }
    }
}
