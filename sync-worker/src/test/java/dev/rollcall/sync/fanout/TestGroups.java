package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.ReplayRange;
import dev.rollcall.schemas.delivery.AppGroup;
import dev.rollcall.schemas.delivery.ReplayProgress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the consumer groups of apps and replays are. */
final class TestGroups {

    private final TestTopics topics;
    private final Admin admin;

    TestGroups(TestTopics topics, Admin admin) {
        this.topics = topics;
        this.admin = admin;
    }

    /** Waits until the app's group has committed everything. */
    void awaitCaughtUp(String app) {
        await().atMost(Duration.ofSeconds(30)).until(() -> committed(app).equals(topics.ends()));
    }

    /** Whether the app's group has committed all of a topic. */
    boolean isAtEnd(String app, String topic) throws Exception {
        return committed(app).entrySet().containsAll(topics.ends(topic).entrySet());
    }

    /** The ids of the members of the app's group. */
    Set<String> members(String app) throws Exception {
        var members = new HashSet<String>();
        admin.describeConsumerGroups(List.of(AppGroup.of(app)))
                .all()
                .get()
                .values()
                .forEach(group -> group.members().forEach(member -> members.add(member.consumerId())));
        return members;
    }

    /** The partitions of the topic that each member of the app's group has. */
    Map<String, Set<Integer>> partitions(String app, String topic) throws Exception {
        var partitions = new HashMap<String, Set<Integer>>();
        admin.describeConsumerGroups(List.of(AppGroup.of(app)))
                .all()
                .get()
                .values()
                .forEach(group -> group.members()
                        .forEach(member -> partitions.put(
                                member.consumerId(),
                                member.assignment().topicPartitions().stream()
                                        .filter(partition -> partition.topic().equals(topic))
                                        .map(TopicPartition::partition)
                                        .collect(Collectors.toSet()))));
        return partitions;
    }

    /** Lets the app begin at the end of what is there now. */
    void startAtEnd(String app) {
        var now = new HashMap<TopicPartition, OffsetAndMetadata>();
        topics.ends().forEach((partition, end) -> now.put(partition, new OffsetAndMetadata(end)));
        try {
            admin.alterConsumerGroupOffsets(AppGroup.of(app), now).all().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Moves the app's group to the beginning; its consumer has to be away. */
    void resetOffsets(String app) {
        var first = new HashMap<TopicPartition, OffsetAndMetadata>();
        topics.offsets(topics.ends().keySet(), OffsetSpec.earliest())
                .forEach((partition, offset) -> first.put(partition, new OffsetAndMetadata(offset)));
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            admin.alterConsumerGroupOffsets(AppGroup.of(app), first).all().get();
            return true;
        });
    }

    /** Lets Kafka forget where the app's group is; its consumer has to be away. */
    void forgetOffsets(String app) {
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            admin.deleteConsumerGroups(List.of(AppGroup.of(app))).all().get();
            return true;
        });
    }

    private Map<TopicPartition, Long> committed(String app) throws Exception {
        var offsets = new HashMap<TopicPartition, Long>();
        admin.listConsumerGroupOffsets(AppGroup.of(app))
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> offsets.put(partition, offset == null ? 0 : offset.offset()));
        topics.ends().forEach((partition, end) -> offsets.putIfAbsent(partition, 0L));
        return offsets;
    }

    /** Waits until a replay has gone through its ranges of these topics; its numbers, summed up. */
    ReplayProgress awaitReplayed(String id, List<ReplayRange> ranges) {
        await().untilAsserted(() -> {
            Map<TopicPartition, OffsetAndMetadata> offsets = replayed(id);
            assertThat(ranges)
                    .allSatisfy(range -> assertThat(
                                    offsets.get(new TopicPartition(range.getTopic(), range.getPartition())))
                            .isNotNull()
                            .satisfies(offset -> assertThat(offset.offset()).isEqualTo(range.getTo())));
        });
        return progress(id);
    }

    ReplayProgress progress(String id) {
        return replayed(id).values().stream()
                .map(offset -> ReplayProgress.of(offset.metadata()))
                .reduce(ReplayProgress.NONE, ReplayProgress::plus);
    }

    private Map<TopicPartition, OffsetAndMetadata> replayed(String id) {
        try {
            return admin.listConsumerGroupOffsets(ReplayProgress.group(id))
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
