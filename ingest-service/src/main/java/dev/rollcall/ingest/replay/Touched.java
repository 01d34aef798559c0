package dev.rollcall.ingest.replay;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.delivery.ReplayScope;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;

/** The users and groups that records of a replay are about; used by one thread. */
final class Touched {

    private final ReplayScope scope;
    private final AvroRecords records;
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private long looked;

    Touched(ReplayScope scope, AvroRecords records) {
        this.scope = scope;
        this.records = records;
    }

    /**
     * One of them.
     *
     * @param changes how many of it
     * @param sequence of the newest
     */
    record Resource(
            String connection,
            ResourceType type,
            String id,
            long changes,
            long sequence,
            boolean isDeleted,
            List<String> changedAttributes) {

        private Resource and(Resource newer) {
            var attributes = new TreeSet<>(changedAttributes);
            attributes.addAll(newer.changedAttributes);
            return new Resource(
                    connection,
                    type,
                    id,
                    changes + newer.changes,
                    Math.max(sequence, newer.sequence),
                    newer.isDeleted,
                    List.copyOf(attributes));
        }
    }

    List<Resource> resources() {
        return new ArrayList<>(resources.values());
    }

    long records() {
        return looked;
    }

    /** One that can't be read is passed over, as the replay does. */
    void add(ConsumerRecord<String, byte[]> record) {
        looked++;
        try {
            synchronized (records) {
                switch (record.topic()) {
                    case Topics.USERS -> addUser(record);
                    case Topics.GROUPS -> addGroup(record);
                    default -> add(records.read(Topics.CHANGES, record.value(), IdentityChange.class));
                }
            }
        } catch (UnreadableRecordException _) {
            // it is counted and named when it is replayed
        }
    }

    private void addUser(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        if (record.value() == null) {
            resources.remove(key(ResourceType.USER, record.key()));
        } else {
            UserState user = records.read(Topics.USERS, record.value(), UserState.class);
            state(ResourceType.USER, user.getConnection(), user.getId(), user.getSequence());
        }
    }

    private void addGroup(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        if (record.value() == null) {
            resources.remove(key(ResourceType.GROUP, record.key()));
        } else {
            GroupState group = records.read(Topics.GROUPS, record.value(), GroupState.class);
            state(ResourceType.GROUP, group.getConnection(), group.getId(), group.getSequence());
        }
    }

    private void state(ResourceType type, String connection, String id, long sequence) {
        if (scope.concerns(connection)) {
            resources.put(
                    key(type, Keys.resource(connection, id)),
                    new Resource(connection, type, id, 1, sequence, false, List.of()));
        }
    }

    private void add(IdentityChange change) {
        if (scope.concerns(change)) {
            add(new Resource(
                    change.getConnection(),
                    change.getResourceType(),
                    change.getResource(),
                    1,
                    change.getSequence(),
                    change.getAfter() == null,
                    change.getChangedAttributes()));
        }
    }

    void addLetter(Document letter) {
        looked++;
        String connection = letter.getString("connection");
        Number sequence = letter.get("sequence", Number.class);
        if (connection != null && sequence != null && scope.concerns(connection)) {
            add(new Resource(
                    connection,
                    ResourceType.valueOf(Objects.requireNonNullElse(letter.getString("resourceType"), "UNKNOWN")),
                    letter.getString("resource"),
                    1,
                    sequence.longValue(),
                    false,
                    List.of()));
        }
    }

    private void add(Resource resource) {
        resources.merge(
                key(resource.type(), Keys.resource(resource.connection(), resource.id())), resource, Resource::and);
    }

    private static String key(ResourceType type, String key) {
        return type.name() + '/' + key;
    }
}
