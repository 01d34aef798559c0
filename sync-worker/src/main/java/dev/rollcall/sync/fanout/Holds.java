package dev.rollcall.sync.fanout;

import dev.rollcall.sync.delivery.Delivery;
import dev.rollcall.sync.delivery.HeldException;
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
 * connection waits, retries too, and from an earlier one where the app would be told what is held; the rest of the partition
 * goes on. What waits isn't kept: no offset from the first of it
 * on is committed, and once it is decided about, the consumer goes back there. Only the app's consumer thread calls it.
 */
final class Holds {

    private final KnownHolds open;
    /** The first change of the hold that a connection waits in. */
    private final Map<String, Long> waiting = new HashMap<>();
    /** The same where only retries wait so far, for the feed hasn't come to the hold yet. */
    private final Map<String, Long> retriesWaiting = new HashMap<>();
    /** The first record that waits. */
    private final Map<TopicPartition, Long> from = new HashMap<>();
    /** The first change of the hold that a connection is in, as the directory had it in this poll. */
    private final Map<String, Optional<Long>> current = new HashMap<>();
    /** The same of connections that wait before it, for what is older brings the newest state. */
    private final Map<String, Long> ahead = new HashMap<>();
    /** Where to go on after what is done again since a decision; nothing beyond is committed. */
    private final Map<TopicPartition, Long> again = new HashMap<>();
    /** The last record that is done. */
    private final Map<TopicPartition, Long> done = new HashMap<>();

    Holds(KnownHolds open) {
        this.open = open;
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
        if (own != null && !open.isDecided(connection, own)) {
            return own;
        }
        Long later = ahead.get(connection);
        if (later != null && !open.isDecided(connection, later)) {
            return later;
        }
        // a retry may carry what is older than the hold, and bring what is held nevertheless
        return delivery.isRetry()
                ? current.computeIfAbsent(connection, open::first)
                        .filter(first -> !open.isDecided(connection, first))
                        .orElse(null)
                : null;
    }

    /** That all of the connection waits from where its feed is, which is to read its batch once more. */
    void await(HeldException held) {
        ahead.put(held.connection(), held.first());
    }

    /** That these need no more to be done, though some of them wait. */
    void done(List<ConsumerRecord<String, byte[]>> batch) {
        var last = new HashMap<TopicPartition, Long>();
        batch.forEach(record ->
                last.merge(new TopicPartition(record.topic(), record.partition()), record.offset(), Math::max));
        last.forEach((partition, offset) -> {
            again.computeIfPresent(
                    partition, (_, _) -> offset < done.getOrDefault(partition, -1L) ? Long.valueOf(offset + 1) : null);
            done.merge(partition, offset, Math::max);
        });
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
        // a commit of what waited, that failed while a group was shared out anew, may be tried again
        from.forEach((partition, first) -> again.merge(partition, first, Math::min));
        waiting.clear();
        retriesWaiting.clear();
        ahead.clear();
        from.clear();
        return back;
    }

    /** The same offsets, but none beyond what waits. */
    Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (from.isEmpty() && again.isEmpty()) {
            return offsets;
        }
        var some = new HashMap<>(offsets);
        for (Map<TopicPartition, Long> ends : List.of(again, from)) {
            ends.forEach((partition, end) -> some.computeIfPresent(
                    partition, (_, offset) -> offset.offset() <= end ? offset : new OffsetAndMetadata(end)));
        }
        return some;
    }

    private boolean isAnyDecided(Map<String, Long> holds) {
        return holds.entrySet().stream().anyMatch(hold -> open.isDecided(hold.getKey(), hold.getValue()));
    }
}
