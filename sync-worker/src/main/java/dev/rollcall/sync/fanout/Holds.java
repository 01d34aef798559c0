package dev.rollcall.sync.fanout;

import dev.rollcall.event.Headcount;
import dev.rollcall.event.Hold;
import dev.rollcall.schemas.directory.Headcounts;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.sync.delivery.Delivery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What of one app waits for an operator's decision about a mass-change hold. From the first held change on, all of its
 * connection waits, retries too; the rest of the partition goes on. What waits isn't kept: no offset from the first of it
 * on is committed, and once it is decided about, the consumer goes back there. Only the app's consumer thread calls it.
 */
final class Holds {

    private final Settings settings;
    private final Headcounts headcounts;
    /** The first change of the hold that a connection waits in. */
    private final Map<String, Long> waiting = new HashMap<>();
    /** The same where only retries wait so far, for the feed hasn't come to the hold yet. */
    private final Map<String, Long> retriesWaiting = new HashMap<>();
    /** The first record that waits. */
    private final Map<TopicPartition, Long> from = new HashMap<>();
    /** The first change of the hold that a connection is in, as the directory had it in this poll. */
    private final Map<String, Optional<Long>> current = new HashMap<>();

    Holds(Settings settings, Headcounts headcounts) {
        this.settings = settings;
        this.headcounts = headcounts;
    }

    /** Whether a delivery has to wait; where it is held, all of its connection that comes later has to as well. */
    boolean waits(ConsumerRecord<String, byte[]> record, Delivery delivery) {
        String connection = delivery.change().getConnection();
        Long hold = waiting.get(connection);
        if (hold == null || isBefore(delivery, hold)) {
            hold = holdOf(delivery);
        }
        if (hold == null) {
            return false;
        }
        (delivery.isRetry() ? retriesWaiting : waiting).put(connection, hold);
        from.merge(new TopicPartition(record.topic(), record.partition()), record.offset(), Math::min);
        return true;
    }

    /** Of a batch that is tried again, what waits may be known before what comes ahead of it. */
    private static boolean isBefore(Delivery delivery, long hold) {
        return !delivery.isRetry() && delivery.change().getSequence() < hold;
    }

    private @Nullable Long holdOf(Delivery delivery) {
        String connection = delivery.change().getConnection();
        Long own = delivery.change().getHold();
        if (own != null && !isDecided(connection, own)) {
            return own;
        }
        // a retry may carry what is older than the hold, and bring what is held nevertheless
        return delivery.isRetry()
                ? current.computeIfAbsent(connection, this::current)
                        .filter(first -> !isDecided(connection, first))
                        .orElse(null)
                : null;
    }

    private Optional<Long> current(String connection) {
        return Optional.ofNullable(headcounts.of(List.of(connection)).get(connection))
                .map(Headcount::getHold)
                .map(Hold::getFirst);
    }

    /**
     * To be asked before every poll: where to go on reading at the latest since the last decision, if there was one.
     *
     * @param assigned the partitions that the consumer has
     */
    Map<TopicPartition, Long> decided(Supplier<Set<TopicPartition>> assigned) {
        current.clear();
        if (!isAnyDecided(waiting) && !isAnyDecided(retriesWaiting)) {
            return Map.of();
        }
        // whoever has to wait longer is found again on the way
        var back = new HashMap<>(from);
        back.keySet().retainAll(assigned.get());
        waiting.clear();
        retriesWaiting.clear();
        from.clear();
        return back;
    }

    /** The same offsets, but none beyond what waits. */
    Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (from.isEmpty()) {
            return offsets;
        }
        var some = new HashMap<>(offsets);
        from.forEach((partition, first) -> some.computeIfPresent(
                partition, (_, offset) -> offset.offset() <= first ? offset : new OffsetAndMetadata(first)));
        return some;
    }

    private boolean isAnyDecided(Map<String, Long> holds) {
        return holds.entrySet().stream().anyMatch(hold -> isDecided(hold.getKey(), hold.getValue()));
    }

    private boolean isDecided(String connection, long hold) {
        return settings.hold(Keys.hold(connection, hold)).isPresent();
    }
}
