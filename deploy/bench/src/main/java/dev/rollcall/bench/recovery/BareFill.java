package dev.rollcall.bench.recovery;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/**
 * Copies the directory into a database of its own on the same server: one writer, and the bulks, guards and indexes that a
 * rebuild has, too. What is written was read before, and only the writing counts.
 */
final class BareFill {

    private static final int BULK = 1_000;

    private final MongoDatabase bench;
    private long documents;
    private long nanos;

    /** @param bench is dropped before and afterwards */
    BareFill(MongoDatabase bench) {
        this.bench = bench;
    }

    /** Documents that are written in a second. */
    double measure(DirectoryCollections from) {
        bench.drop();
        var into = new DirectoryCollections(bench);
        into.createIndexes();
        copy(from.users(), into.users());
        copy(from.groups(), into.groups());
        copy(from.memberships(), into.memberships());
        bench.drop();
        return documents * 1e9 / Math.max(1, nanos);
    }

    private void copy(MongoCollection<Document> from, MongoCollection<Document> into) {
        String after = "";
        while (true) {
            // page by page, for the server may hold all that a query finds in memory
            List<Document> bulk = from.find(and(gt(DirectoryDocuments.ID, after), Held.THERE))
                    .sort(ascending(DirectoryDocuments.ID))
                    .limit(BULK)
                    .into(new ArrayList<>());
            if (bulk.isEmpty()) {
                return;
            }
            after = bulk.getLast().getString(DirectoryDocuments.ID);
            write(bulk, into);
        }
    }

    private void write(List<Document> bulk, MongoCollection<Document> into) {
        long began = System.nanoTime();
        into.bulkWrite(bulk.stream().map(BareFill::guarded).toList(), new BulkWriteOptions().ordered(false));
        nanos += System.nanoTime() - began;
        documents += bulk.size();
    }

    private static WriteModel<Document> guarded(Document document) {
        return new ReplaceOneModel<>(
                new Document(DirectoryDocuments.ID, document.get(DirectoryDocuments.ID))
                        .append(
                                DirectoryDocuments.SEQUENCE,
                                new Document("$lt", document.get(DirectoryDocuments.SEQUENCE))),
                document,
                new ReplaceOptions().upsert(true));
    }
}
