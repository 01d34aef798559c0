package dev.rollcall.ingest.history.projection;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.decide.EventUris;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/**
 * Changes as documents that say where each is on its topic and whom it is about, by ids alone: what it says stays on the
 * topic. {@code _id} is the connection and the padded sequence, so that its order is that of the connection's changes.
 */
public final class PositionDocuments {

    public static final String COLLECTION = "change_positions";
    public static final String CHECKPOINTS = "change_position_checkpoints";
    public static final String ID = "_id";
    public static final String CONNECTION = "connection";
    public static final String SEQUENCE = "sequence";
    public static final String TIME = "time";
    public static final String KIND = "kind";
    public static final String TYPE = "type";
    public static final String RESOURCE = "resource";
    /** The resource's id, and of each user who joined or left a group by it the id with what happened. */
    public static final String SUBJECTS = "subjects";

    public static final String PARTITION = "partition";
    public static final String OFFSET = "offset";
    /** The connection, where a user was deleted: a sparse index finds those whom only their former name tells. */
    public static final String DEPARTED = "departed";

    private static final String JOINED = "+";
    private static final String LEFT = "-";

    private PositionDocuments() {}

    public static MongoCollection<Document> collection(MongoDatabase database) {
        return database.getCollection(COLLECTION);
    }

    /** The subject of a change by which a user becomes a member. */
    public static String joined(String user) {
        return user + JOINED;
    }

    /** The subject of a change by which a user is a member no longer. */
    public static String left(String user) {
        return user + LEFT;
    }

    public static String id(String connection, long sequence) {
        return connection + '/' + "%019d".formatted(sequence);
    }

    static Document of(IdentityChange change, int partition, long offset) {
        List<String> subjects = new ArrayList<>();
        subjects.add(change.getResource());
        change.getMembersAdded().forEach(user -> subjects.add(joined(user)));
        change.getMembersRemoved().forEach(user -> subjects.add(left(user)));
        Document document = new Document(ID, id(change.getConnection(), change.getSequence()))
                .append(CONNECTION, change.getConnection())
                .append(SEQUENCE, change.getSequence())
                .append(TIME, Date.from(change.getTime()))
                .append(KIND, change.getKind())
                .append(TYPE, change.getResourceType().name())
                .append(RESOURCE, change.getResource())
                .append(SUBJECTS, subjects)
                .append(PARTITION, partition)
                .append(OFFSET, offset);
        boolean isDeparture = change.getResourceType() == ResourceType.USER
                && change.getKind().equals(EventUris.DELETE);
        return isDeparture ? document.append(DEPARTED, change.getConnection()) : document;
    }

    static void createIndexes(MongoDatabase database) {
        MongoCollection<Document> positions = collection(database);
        index(positions, "change_positions_by_subject", SUBJECTS, ID);
        index(positions, "change_positions_by_time", CONNECTION, TIME, ID);
        index(positions, "change_positions_by_place", PARTITION, OFFSET);
        positions.createIndex(
                Indexes.ascending(DEPARTED, ID),
                new IndexOptions().name("change_positions_departed").sparse(true));
    }

    private static void index(MongoCollection<Document> collection, String name, String... fields) {
        collection.createIndex(Indexes.ascending(fields), new IndexOptions().name(name));
    }
}
