package dev.rollcall.schemas.subscribe;

import dev.rollcall.event.ConnectionSequence;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.MembershipState;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the compacted topics of one partition to their ends, and knows from where the changes go on so that none is missed
 * or told twice. What makes it sure:
 *
 * <ol>
 *   <li>Ends of the committed states are noted, then the end of all changes, and it waits until these are decided: the
 *       <em>tail</em> begins there. Whatever state is before a noted end has its change before the tail.
 *   <li>Each topic's end is noted after that, with what isn't committed yet, and read to, committed. So every change before
 *       the tail is in the snapshot.
 *   <li>Of states behind the noted ends the sequence is remembered: their change may be in the tail, too.
 *   <li>The end of all changes then is where that is over.
 * </ol>
 */
final class Snapshot {

    /** Groups before memberships: who has a group's state has the members of the same change. */
    private static final List<String> ORDER =
            List.of(Topics.SEQUENCES, Topics.USERS, Topics.GROUPS, Topics.MEMBERSHIPS);

    private static final Pattern FORM = Pattern.compile("[^/]+(/[^/]+){0,2}");

    private final Sources sources;
    private final Share share;
    private final Map<String, Long> committedEnds = new HashMap<>();
    private final long changesEnd;
    private final Queue<String> topics = new ArrayDeque<>(ORDER);
    private final Map<String, Long> newest = new HashMap<>();
    private final Contained contained = new Contained();
    private @Nullable Tail tail;
    private @Nullable Reading reading;

    /** Up to where a topic is being read. */
    private record Reading(TopicPartition partition, long end) {}

    /** What comes of the records. */
    interface Sink {
        void on(SnapshotEvent event) throws Exception;

        void unreadable(ConsumerRecord<?, ?> record, String reason);
    }

    /**
     * Where the changes go on.
     *
     * @param from the offset of the first change to read
     * @param settled the offset from which on no change can be in the snapshot
     */
    record Tail(long from, long settled, Sequences sequences, Contained contained) {}

    Snapshot(Sources sources, Share share) {
        this.sources = sources;
        this.share = share;
        for (String topic : ORDER) {
            committedEnds.put(topic, sources.committedEnd(in(topic)));
        }
        changesEnd = sources.end(in(Topics.CHANGES));
    }

    /**
     * Reads some records.
     *
     * @return whether all is read
     * @throws Exception what the sink threw, or the registry is away; the same record comes again
     */
    boolean step(Sink sink) throws Exception {
        if (tail == null) {
            long decided = sources.committedEnd(in(Topics.CHANGES));
            if (decided < changesEnd) {
                return false;
            }
            tail = new Tail(decided, 0, Sequences.after(newest), contained);
        }
        if (reading == null) {
            String topic = topics.peek();
            if (topic == null) {
                return true;
            }
            reading = new Reading(in(topic), sources.end(in(topic)));
            sources.beginReading(reading.partition());
        }
        if (sources.position(reading.partition()) >= reading.end()) {
            topics.remove();
            reading = null;
            return false;
        }
        for (var record : sources.read(reading.partition())) {
            if (record.offset() < reading.end()) {
                tell(record, sink);
            }
        }
        return false;
    }

    /** Only when all is read. */
    Tail tail() {
        if (tail == null || !topics.isEmpty()) {
            throw new IllegalStateException("The snapshot isn't read yet");
        }
        return new Tail(tail.from(), sources.end(in(Topics.CHANGES)), tail.sequences(), contained);
    }

    private TopicPartition in(String topic) {
        return new TopicPartition(topic, share.partition());
    }

    private void tell(ConsumerRecord<String, byte[]> record, Sink sink) throws Exception {
        try {
            if (!FORM.matcher(record.key()).matches()) {
                sink.unreadable(record, "The key on " + record.topic() + " isn't one of ours.");
                return;
            }
            long sequence = record.value() == null ? gone(record, sink) : found(record, sink);
            newest.merge(Keys.connectionOf(record.key()), sequence, Math::max);
            if (record.offset() >= committedEnds.getOrDefault(record.topic(), 0L)) {
                contained.add(record.key(), sequence);
            }
        } catch (UnreadableRecordException e) {
            sink.unreadable(record, String.valueOf(e.getMessage()));
        } catch (Exception e) {
            sources.readAgain(record);
            throw e;
        }
    }

    private long found(ConsumerRecord<String, byte[]> record, Sink sink) throws Exception {
        switch (record.topic()) {
            case Topics.USERS -> {
                UserState user = sources.value(record, UserState.class);
                sink.on(new SnapshotEvent.UserFound(user));
                return user.getSequence();
            }
            case Topics.GROUPS -> {
                GroupState group = sources.value(record, GroupState.class);
                sink.on(new SnapshotEvent.GroupFound(group));
                return group.getSequence();
            }
            case Topics.MEMBERSHIPS -> {
                MembershipState membership = sources.value(record, MembershipState.class);
                sink.on(new SnapshotEvent.MemberFound(membership));
                return membership.getSequence();
            }
            default -> {
                return sources.value(record, ConnectionSequence.class).getSequence();
            }
        }
    }

    private static long gone(ConsumerRecord<String, byte[]> record, Sink sink) throws Exception {
        String[] parts = record.key().split("/", -1);
        switch (record.topic()) {
            case Topics.USERS -> sink.on(new SnapshotEvent.UserGone(parts[0], parts[1]));
            case Topics.GROUPS -> sink.on(new SnapshotEvent.GroupGone(parts[0], parts[1]));
            case Topics.MEMBERSHIPS -> sink.on(new SnapshotEvent.MemberGone(parts[0], parts[1], parts[2]));
            default -> {
                // a connection that is no more
            }
        }
        return CloudEvent.sequenceOf(record.headers());
    }
}
