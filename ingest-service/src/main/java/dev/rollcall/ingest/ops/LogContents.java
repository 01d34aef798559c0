package dev.rollcall.ingest.ops;

import dev.rollcall.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Whether the log holds any user, so that a directory without anything in it was lost. Where that was never known, it does. Blocking. */
final class LogContents implements BooleanSupplier {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration BELIEVED = Duration.ofSeconds(1);

    private final Admin kafka;
    private final Clock clock;
    private volatile @Nullable Boolean known;
    private volatile Instant asked = Instant.EPOCH;

    LogContents(Admin kafka, Clock clock) {
        this.kafka = kafka;
        this.clock = clock;
    }

    @Override
    public boolean getAsBoolean() {
        Boolean before = known;
        if (before != null && (before || asked.plus(BELIEVED).isAfter(clock.instant()))) {
            return before;
        }
        Boolean now = ask();
        asked = clock.instant();
        if (now != null) {
            known = now;
            return now;
        }
        return before == null || before;
    }

    /** Null when Kafka can't be asked. */
    private @Nullable Boolean ask() {
        try {
            Map<TopicPartition, OffsetSpec> ends = kafka
                    .describeTopics(List.of(Topics.USERS))
                    .allTopicNames()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
            return kafka.listOffsets(ends).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).values().stream()
                    .anyMatch(end -> end.offset() > 0);
        } catch (ExecutionException e) {
            return e.getCause() instanceof UnknownTopicOrPartitionException ? false : null;
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
