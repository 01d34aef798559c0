package dev.rollcall.sync.fanout;

import dev.rollcall.schemas.delivery.AppGroup;
import dev.rollcall.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Asks Kafka what each app hasn't been brought yet, whether it has a consumer or rests. */
final class Backlogs {

    private static final ConfigResource TOPIC = new ConfigResource(ConfigResource.Type.TOPIC, Topics.CHANGES);
    private static final OffsetAndMetadata BEGINNING = new OffsetAndMetadata(0);
    private static final long PATIENCE_SECONDS = 20;

    private final Admin kafka;
    private final Duration notice;
    private final Clock clock;

    /** @param notice how long before its deletion a change counts as expiring */
    Backlogs(Admin kafka, Duration notice, Clock clock) {
        this.kafka = kafka;
        this.notice = notice;
        this.clock = clock;
    }

    /** By app, when Kafka can be asked. */
    Map<String, Backlog> of(Collection<String> apps) throws ExecutionException, TimeoutException, InterruptedException {
        List<TopicPartition> partitions = partitions();
        Map<TopicPartition, Long> first = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> lasting = lasting(partitions);
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        Map<String, Map<TopicPartition, OffsetAndMetadata>> next = committed(apps);
        var backlogs = new HashMap<String, Backlog>();
        for (String app : apps) {
            Backlog sum = Backlog.NONE;
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata committed =
                        next.getOrDefault(AppGroup.of(app), Map.of()).get(partition);
                sum = sum.plus(Backlog.of(
                        (committed == null ? BEGINNING : committed).offset(),
                        first.getOrDefault(partition, 0L),
                        lasting.getOrDefault(partition, 0L),
                        ends.getOrDefault(partition, 0L)));
            }
            backlogs.put(app, sum);
        }
        return backlogs;
    }

    private List<TopicPartition> partitions() throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, TopicDescription> topics =
                get(kafka.describeTopics(List.of(Topics.CHANGES)).allTopicNames());
        return topics.values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .map(partition -> new TopicPartition(Topics.CHANGES, partition.partition()))
                .toList();
    }

    private Map<String, Map<TopicPartition, OffsetAndMetadata>> committed(Collection<String> apps)
            throws ExecutionException, TimeoutException, InterruptedException {
        return apps.isEmpty()
                ? Map.of()
                : get(kafka.listConsumerGroupOffsets(apps.stream()
                                .collect(Collectors.toMap(AppGroup::of, _ -> new ListConsumerGroupOffsetsSpec())))
                        .all());
    }

    /** A partition without any younger record has no offset there (-1): then all of it is old. */
    private Map<TopicPartition, Long> lasting(List<TopicPartition> partitions)
            throws ExecutionException, TimeoutException, InterruptedException {
        Config topic = Objects.requireNonNull(
                get(kafka.describeConfigs(List.of(TOPIC)).all()).get(TOPIC));
        long retention =
                Long.parseLong(topic.get(TopicConfig.RETENTION_MS_CONFIG).value());
        long horizon = clock.millis() - retention + notice.toMillis();
        if (retention < 0 || horizon < 0) {
            return Map.of();
        }
        Map<TopicPartition, Long> lasting = offsets(partitions, OffsetSpec.forTimestamp(horizon));
        lasting.replaceAll((_, offset) -> offset < 0 ? Long.MAX_VALUE : offset);
        return lasting;
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, TimeoutException, InterruptedException {
        var asked = partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> spec));
        var offsets = new HashMap<TopicPartition, Long>();
        get(kafka.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
