package dev.rollcall.ingest.activity.projection;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import dev.rollcall.event.CallOutcome;
import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.schemas.directory.AvroDocuments;
import dev.rollcall.schemas.topic.Keys;
import org.bson.Document;

/**
 * Entries as documents: their fields, and {@code _id} is {@code connection/id}, so that the order of {@code _id} is that
 * of a connection's calls and needs no index. What was refused, failed or only tolerated has its {@code _id} in
 * {@code trouble} too, which a sparse index has in the same order.
 */
public final class EntryDocuments {

    public static final String ID = "_id";
    public static final String RESOURCE = "resource";
    public static final String TROUBLE = "trouble";
    public static final String OFFSET = "offset";

    private static final String COLLECTION = "request_log";

    private EntryDocuments() {}

    public static MongoCollection<Document> collection(MongoDatabase database) {
        return database.getCollection(COLLECTION);
    }

    static void createIndexes(MongoDatabase database) {
        MongoCollection<Document> entries = collection(database);
        entries.createIndex(Indexes.ascending(RESOURCE, ID), new IndexOptions().name("request_log_by_resource_and_id"));
        entries.createIndex(
                Indexes.ascending(TROUBLE),
                new IndexOptions().name("request_log_troubles").sparse(true));
    }

    /** @param offset of the entry on its topic */
    static Document of(RequestLogEntry entry, long offset) {
        String id = Keys.resource(entry.getConnection(), entry.getId());
        Document document = AvroDocuments.toDocument(entry).append(ID, id).append(OFFSET, offset);
        return isTrouble(entry) ? document.append(TROUBLE, id) : document;
    }

    public static RequestLogEntry entry(Document document) {
        return AvroDocuments.fromDocument(RequestLogEntry.class, document);
    }

    private static boolean isTrouble(RequestLogEntry entry) {
        return Milestone.isTrouble(entry)
                || entry.getOutcome() == CallOutcome.ABANDONED
                || !entry.getWarnings().isEmpty();
    }
}
