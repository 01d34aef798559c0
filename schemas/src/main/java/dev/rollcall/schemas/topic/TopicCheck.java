package dev.rollcall.schemas.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Sees before a service starts whether topics are as it expects them. */
public final class TopicCheck {

    private static final int PATIENCE_MILLIS = 30_000;

    private TopicCheck() {}

    /**
     * Those that are to be made, and those that are there with fewer partitions and nothing in them, as when a client asked for
     * a topic before there was one; Spring would give more partitions to any. Blocking.
     *
     * @throws PartitionsChangedException when one that is used has another number of partitions
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
            } else if (there < topic.numPartitions() && isEmpty(kafka, topic.name(), there)) {
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

    /** Whether nothing was ever written to it. */
    private static boolean isEmpty(Admin kafka, String topic, int partitions) {
        Map<TopicPartition, OffsetSpec> all = IntStream.range(0, partitions)
                .boxed()
                .collect(Collectors.toMap(number -> new TopicPartition(topic, number), _ -> OffsetSpec.latest()));
        try {
            return asked(kafka.listOffsets(all, new ListOffsetsOptions().timeoutMs(PATIENCE_MILLIS))
                            .all())
                    .values()
                    .stream()
                    .allMatch(end -> end.offset() == 0);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka can't be asked for the ends of " + topic, e.getCause());
        }
    }

    /** None where there is no such topic. */
    private static int partitions(KafkaFuture<TopicDescription> topic) {
        try {
            return asked(topic).partitions().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw new IllegalStateException("Kafka can't be asked for its topics", e.getCause());
        }
    }

    private static <T> T asked(KafkaFuture<T> answer) throws ExecutionException {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Kafka was asked for its topics", e);
        }
    }
}
