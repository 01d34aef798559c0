package dev.rollcall.sync.replay;

import dev.rollcall.event.Cause;
import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What there is, for an app that never had any of it or has lost it: each user, then each group with its members. What a change after
 * the cut-over made of it counts as being of before, for that change comes to the app as well.
 */
final class StateExtract implements Extract {

    /** The most members of one change, where the group has a long enough history to be told in several. */
    private static final int MOST_MEMBERS = 1_000;

    private final Replay replay;
    private final AvroRecords records;
    private final Scan scan;
    private final Wishes wishes;
    private final Map<Integer, Survey> surveys = new HashMap<>();

    StateExtract(Replay replay, AvroRecords records, Scan scan, Clock clock) {
        this.replay = replay;
        this.records = records;
        this.scan = scan;
        this.wishes = new Wishes(replay, clock);
    }

    @Override
    public void begin(int partition) {
        surveys.put(partition, Survey.of(replay, partition, scan, records));
    }

    @Override
    public void end(int partition) {
        surveys.remove(partition);
    }

    @Override
    public List<DeliveryRetry> of(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        Survey survey = surveys.get(record.partition());
        if (survey == null || record.value() == null || !replay.concerns(Keys.connectionOf(record.key()))) {
            return List.of();
        }
        if (!survey.isNewest(record)) {
            return List.of();
        }
        List<IdentityChange> changes = record.topic().equals(Topics.USERS)
                ? List.of(user(records.read(Topics.USERS, record.value(), UserState.class), survey))
                : group(records.read(Topics.GROUPS, record.value(), GroupState.class), survey);
        return changes.stream()
                .map(change -> wishes.of(
                        change,
                        records.write(Topics.CHANGES, change),
                        record,
                        !replay.setting().getInitial()))
                .toList();
    }

    private IdentityChange user(UserState user, Survey survey) {
        return told(
                        ResourceType.USER,
                        user.getConnection(),
                        user.getId(),
                        survey.capped(user.getConnection(), user.getSequence()),
                        0)
                .setTime(user.getLastModified())
                .setVersion(user.getVersion())
                .setAfter(user)
                .build();
    }

    /** Several changes need sequences of their own, of which the group's own is the last. */
    private List<IdentityChange> group(GroupState group, Survey survey) {
        List<String> members = survey.members(Keys.resource(group.getConnection(), group.getId()));
        long sequence = survey.capped(group.getConnection(), group.getSequence());
        int parts = (int) Math.min(sequence, Math.max(1, (members.size() + MOST_MEMBERS - 1) / MOST_MEMBERS));
        int size = Math.max(1, (members.size() + parts - 1) / parts);
        var changes = new ArrayList<IdentityChange>();
        for (int part = 0; part < parts; part++) {
            int from = Math.min(members.size(), part * size);
            IdentityChange.Builder change = told(
                            ResourceType.GROUP, group.getConnection(), group.getId(), sequence - parts + part + 1, part)
                    .setTime(group.getLastModified())
                    .setVersion(group.getVersion())
                    .setAfter(group)
                    .setMembersAdded(members.subList(from, Math.min(members.size(), from + size)));
            changes.add(
                    part == 0
                            ? change.build()
                            : change.setKind(EventUris.PATCH)
                                    .setAlsoKinds(List.of())
                                    .setBefore(group)
                                    .build());
        }
        return changes;
    }

    /** Its id is the same however often it is made; that it enters is what an app with kinds has to ask for, or creations. */
    private IdentityChange.Builder told(ResourceType type, String connection, String id, long sequence, int part) {
        String txn = replay.id() + '-' + id;
        return IdentityChange.newBuilder()
                .setId(txn + '-' + part)
                .setConnection(connection)
                .setSequence(sequence)
                .setKind(EventUris.FEED_ADD)
                .setAlsoKinds(List.of(EventUris.CREATE))
                .setResourceType(type)
                .setResource(id)
                .setTxn(txn)
                .setCause(Cause.REQUEST);
    }
}
