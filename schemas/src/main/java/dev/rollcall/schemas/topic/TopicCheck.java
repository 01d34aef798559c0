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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees before a service starts whether topics are as it expects them. */
public final class TopicCheck {

    private static final Logger log = LoggerFactory.getLogger(TopicCheck.class);
    private static final int PATIENCE_MILLIS = 30_000;

    private TopicCheck() {}

    /**
     * Those that are to be made, and those that are there with fewer partitions and nothing in them, as when a client asked for
     * a topic before there was one; Spring would give more partitions to any. Blocking.
     *
     * <p>None where Kafka can't be asked, so that a service comes up again while it is away.
     *
     * @throws PartitionsChangedException when one that is used has another number of partitions
     */
    public static List<NewTopic> missing(Admin kafka, List<NewTopic> expected) {
        return missing(kafka, expected, PATIENCE_MILLIS);
    }

    static List<NewTopic> missing(Admin kafka, List<NewTopic> expected, int patienceMillis) {
        try {
            return found(kafka, expected, patienceMillis);
        } catch (ExecutionException e) {
            log.atWarn()
                    .addKeyValue("cause", String.valueOf(e.getCause()))
                    .log("Kafka can't be asked for its topics; if there are none, start once more when it is there");
            return List.of();
        }
    }

    private static List<NewTopic> found(Admin kafka, List<NewTopic> expected, int patienceMillis)
            throws ExecutionException {
        Map<String, KafkaFuture<TopicDescription>> asked = kafka.describeTopics(
                        expected.stream().map(NewTopic::name).toList(),
                        new DescribeTopicsOptions().timeoutMs(patienceMillis))
                .topicNameValues();
        var missing = new ArrayList<NewTopic>();
        var others = new ArrayList<String>();
        for (NewTopic topic : expected) {
            int there = partitions(Objects.requireNonNull(asked.get(topic.name())));
            if (there == 0) {
                missing.add(topic);
            } else if (there < topic.numPartitions() && isEmpty(kafka, topic.name(), there, patienceMillis)) {
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
    private static boolean isEmpty(Admin kafka, String topic, int partitions, int patienceMillis)
            throws ExecutionException {
        Map<TopicPartition, OffsetSpec> all = IntStream.range(0, partitions)
                .boxed()
                .collect(Collectors.toMap(number -> new TopicPartition(topic, number), _ -> OffsetSpec.latest()));
        return asked(kafka.listOffsets(all, new ListOffsetsOptions().timeoutMs(patienceMillis))
                        .all())
                .values()
                .stream()
                .allMatch(end -> end.offset() == 0);
    }

    /** None where there is no such topic. */
    private static int partitions(KafkaFuture<TopicDescription> topic) throws ExecutionException {
        try {
            return asked(topic).partitions().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw e;
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
