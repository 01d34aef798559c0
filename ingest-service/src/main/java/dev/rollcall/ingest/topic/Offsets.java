package dev.rollcall.ingest.topic;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import reactor.core.publisher.Mono;

/** Asks Kafka how far a consumer group is on a topic. */
public final class Offsets {

    private static final ListOffsetsOptions COMMITTED = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    private final Admin admin;

    public Offsets(Admin admin) {
        this.admin = admin;
    }

    /**
     * Of one partition.
     *
     * @param next offset that the group reads next; the first one there is when it never committed, or further back
     * @param end offset after the last record that can be read
     */
    public record Range(long next, long end) {

        public long lag() {
            return Math.max(0, end - next);
        }
    }

    /** By partition; an error when Kafka can't be asked. */
    public Mono<Map<Integer, Range>> of(String group, String topic) {
        return of(List.of(group), topic).map(all -> all.getOrDefault(group, Map.of()));
    }

    /** By group and partition, and hardly dearer than of one group. */
    public Mono<Map<String, Map<Integer, Range>>> of(Collection<String> groups, String topic) {
        return mono(() -> admin.describeTopics(List.of(topic)).allTopicNames()).flatMap(topics -> {
            List<TopicPartition> partitions = topics.values().stream()
                    .flatMap(description -> description.partitions().stream())
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            return Mono.zip(
                            offsets(partitions, OffsetSpec.earliest()),
                            offsets(partitions, OffsetSpec.latest()),
                            committed(groups))
                    .map(found -> {
                        var ranges = new HashMap<String, Map<Integer, Range>>();
                        found.getT3()
                                .forEach((group, committed) ->
                                        ranges.put(group, ranges(partitions, found.getT1(), found.getT2(), committed)));
                        return ranges;
                    });
        });
    }

    private Mono<Map<String, Map<TopicPartition, OffsetAndMetadata>>> committed(Collection<String> groups) {
        var all = new ListConsumerGroupOffsetsSpec();
        return mono(() -> admin.listConsumerGroupOffsets(
                        groups.stream().distinct().collect(Collectors.toMap(group -> group, _ -> all)))
                .all());
    }

    private Mono<Map<TopicPartition, ListOffsetsResultInfo>> offsets(List<TopicPartition> partitions, OffsetSpec spec) {
        return mono(() -> admin.listOffsets(
                        partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> spec)), COMMITTED)
                .all());
    }

    private static Map<Integer, Range> ranges(
            List<TopicPartition> partitions,
            Map<TopicPartition, ListOffsetsResultInfo> first,
            Map<TopicPartition, ListOffsetsResultInfo> end,
            Map<TopicPartition, OffsetAndMetadata> committed) {
        var ranges = new HashMap<Integer, Range>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata next = committed.get(partition);
            ranges.put(
                    partition.partition(),
                    new Range(
                            Math.max(next == null ? 0 : next.offset(), offset(first, partition)),
                            offset(end, partition)));
        }
        return ranges;
    }

    private static long offset(Map<TopicPartition, ListOffsetsResultInfo> offsets, TopicPartition partition) {
        ListOffsetsResultInfo found = offsets.get(partition);
        return found == null ? 0 : found.offset();
    }

    private static <T> Mono<T> mono(Supplier<KafkaFuture<T>> call) {
        return Mono.fromFuture(() -> call.get().toCompletionStage().toCompletableFuture(), true);
    }
}
