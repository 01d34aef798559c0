package dev.rollcall.sync.projection;

import dev.rollcall.event.ConnectionSequence;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.Headcount;
import dev.rollcall.event.MembershipState;
import dev.rollcall.event.RequestOutcome;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * What records of the state topics say.
 *
 * @param writes the newest of each key
 * @param sequences of every connection the highest that any record holds
 * @param headcounts the newest of every connection
 * @param unreadable what says nothing
 */
record States(
        Collection<StateWrite> writes,
        Map<String, Long> sequences,
        Collection<Headcount> headcounts,
        List<Unreadable> unreadable) {

    /** A record that can't be read, and why. */
    record Unreadable(ConsumerRecord<String, byte[]> record, String cause) {}

    static States of(ConsumerRecords<String, byte[]> polled, AvroRecords records) {
        var writes = new LinkedHashMap<String, StateWrite>();
        var sequences = new LinkedHashMap<String, Long>();
        var headcounts = new LinkedHashMap<String, Headcount>();
        var unreadable = new ArrayList<Unreadable>();
        for (ConsumerRecord<String, byte[]> record : polled) {
            try {
                if (record.topic().equals(Topics.SEQUENCES)) {
                    if (record.value() != null) {
                        var value = records.read(record.topic(), record.value(), ConnectionSequence.class);
                        sequences.merge(value.getConnection(), value.getSequence(), Math::max);
                    }
                } else if (record.topic().equals(Topics.HEADCOUNTS)) {
                    if (record.value() != null) {
                        var value = records.read(record.topic(), record.value(), Headcount.class);
                        headcounts.put(value.getConnection(), value);
                    }
                } else {
                    StateWrite write = write(record, records);
                    sequences.merge(Keys.connectionOf(write.key()), write.sequence(), Math::max);
                    writes.put(write.stateKind() + write.key(), write);
                }
            } catch (UnreadableRecordException e) {
                unreadable.add(new Unreadable(record, String.valueOf(e.getMessage())));
            }
        }
        return new States(writes.values(), sequences, headcounts.values(), unreadable);
    }

    States withoutWrites() {
        return new States(List.of(), sequences, headcounts, unreadable);
    }

    /** @param known connection to the highest number that is known, which is raised to what these records hold */
    void raise(Map<String, Long> known) {
        sequences.forEach((connection, sequence) -> known.merge(connection, sequence, Math::max));
    }

    /** What one record of a resource says; empty where it can't be read. */
    static Optional<StateWrite> one(ConsumerRecord<String, byte[]> record, AvroRecords records) {
        try {
            return Optional.of(write(record, records));
        } catch (UnreadableRecordException e) {
            return Optional.empty();
        }
    }

    private static StateWrite write(ConsumerRecord<String, byte[]> record, AvroRecords records)
            throws UnreadableRecordException {
        byte[] value = record.value();
        if (value == null) {
            return new StateWrite.Removed(kind(record.topic()), record.key(), CloudEvent.sequenceOf(record.headers()));
        }
        return switch (kind(record.topic())) {
            case USER -> new StateWrite.OfUser(records.read(record.topic(), value, UserState.class));
            case GROUP -> new StateWrite.OfGroup(records.read(record.topic(), value, GroupState.class));
            case MEMBERSHIP -> new StateWrite.OfMembership(records.read(record.topic(), value, MembershipState.class));
            case OUTCOME -> new StateWrite.OfOutcome(records.read(record.topic(), value, RequestOutcome.class));
        };
    }

    private static StateWrite.Kind kind(String topic) {
        return switch (topic) {
            case Topics.USERS -> StateWrite.Kind.USER;
            case Topics.GROUPS -> StateWrite.Kind.GROUP;
            case Topics.MEMBERSHIPS -> StateWrite.Kind.MEMBERSHIP;
            case Topics.OUTCOMES -> StateWrite.Kind.OUTCOME;
            default -> throw new IllegalArgumentException(topic + " holds no states");
        };
    }
}
