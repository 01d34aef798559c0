package dev.rollcall.sync.projection;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import dev.rollcall.event.Headcount;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.Headcounts;
import dev.rollcall.schemas.erasure.Erasures;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * Writes the newest states into MongoDB. Each write is guarded by its sequence, so that an older one never wins over a
 * newer one, whoever writes it and however late; doing it twice does nothing.
 */
final class Projection {

    private static final int BULK = 1_000;
    private static final int DUPLICATE_KEY = 11000;

    private final DirectoryCollections collections;
    private final Erasures erasures;
    private final Clock clock;

    Projection(DirectoryCollections collections, Erasures erasures, Clock clock) {
        this.collections = collections;
        this.erasures = erasures;
        this.clock = clock;
    }

    /** @param writes at most one for each key of a kind; what tells of somebody who was erased is left out */
    void write(Collection<StateWrite> writes) {
        var byKind = new EnumMap<StateWrite.Kind, List<Document>>(StateWrite.Kind.class);
        for (StateWrite write : writes) {
            if (isErased(write)) {
                continue;
            }
            List<Document> documents = byKind.computeIfAbsent(write.stateKind(), _ -> new ArrayList<>());
            documents.add(DirectoryDocuments.of(write, clock.instant()));
            // there may be a hundred thousand memberships, and a document is many times as large as what it is made of
            if (documents.size() == BULK) {
                bulk(collections.of(write.stateKind()), documents);
                documents.clear();
            }
        }
        byKind.forEach((kind, documents) -> guarded(collections.of(kind), documents));
    }

    /** The log has what was before the deletion for a while still. */
    private boolean isErased(StateWrite write) {
        return switch (write) {
            case StateWrite.OfUser(var user) -> erasures.isErased(user.getConnection(), user.getId());
            case StateWrite.OfOutcome(var outcome) -> erasures.isErased(outcome.getConnection(), outcome.getResource());
            case StateWrite.OfGroup _, StateWrite.OfMembership _, StateWrite.Removed _ -> false;
        };
    }

    /** @param sequences connection to the sequence of its newest change */
    void sequences(Map<String, Long> sequences) {
        guarded(
                collections.sequences(),
                sequences.entrySet().stream()
                        .map(entry -> new Document(DirectoryDocuments.ID, entry.getKey())
                                .append(DirectoryDocuments.SEQUENCE, entry.getValue()))
                        .toList());
    }

    void headcounts(Collection<Headcount> headcounts) {
        guarded(
                collections.headcounts(),
                headcounts.stream().map(Headcounts::document).toList());
    }

    private static void guarded(MongoCollection<Document> collection, List<Document> documents) {
        for (int from = 0; from < documents.size(); from += BULK) {
            bulk(collection, documents.subList(from, Math.min(documents.size(), from + BULK)));
        }
    }

    private static void bulk(MongoCollection<Document> collection, List<Document> documents) {
        List<WriteModel<Document>> models =
                documents.stream().map(Projection::guarded).toList();
        try {
            collection.bulkWrite(models, new BulkWriteOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            // a newer one is there: the guard didn't match, and the insert it then tried met the same _id
            if (e.getWriteConcernError() != null
                    || e.getWriteErrors().stream().anyMatch(error -> error.getCode() != DUPLICATE_KEY)) {
                throw e;
            }
        }
    }

    private static WriteModel<Document> guarded(Document document) {
        return new ReplaceOneModel<>(
                and(
                        eq(DirectoryDocuments.ID, document.get(DirectoryDocuments.ID)),
                        lt(DirectoryDocuments.SEQUENCE, document.get(DirectoryDocuments.SEQUENCE))),
                document,
                new ReplaceOptions().upsert(true));
    }
}
