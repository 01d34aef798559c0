package dev.rollcall.sync.projection;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.event.Headcount;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.GuardedWrites;
import dev.rollcall.schemas.directory.Headcounts;
import dev.rollcall.schemas.erasure.Erasures;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.Codec;

/**
 * Writes the newest states into MongoDB. Each write is guarded by its sequence, so that an older one never wins over a
 * newer one, whoever writes it and however late; doing it twice does nothing.
 */
final class Projection {

    private static final int BULK = 1_000;
    private static final Codec<Document> CODEC =
            MongoClientSettings.getDefaultCodecRegistry().get(Document.class);
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private final DirectoryCollections collections;
    private final Erasures erasures;
    private final Clock clock;

    Projection(DirectoryCollections collections, Erasures erasures, Clock clock) {
        this.collections = collections;
        this.erasures = erasures;
        this.clock = clock;
    }

    /**
     * Documents of one kind as they are sent: bytes, so that whoever makes them does the work of it, and not who sends them.
     */
    record Bulk(StateWrite.Kind kind, List<ReplaceOneModel<RawBsonDocument>> models) {}

    /** @param writes at most one for each key of a kind; what tells of somebody who was erased is left out */
    void write(Collection<StateWrite> writes) {
        // there may be a hundred thousand memberships, and a document is many times as large as what it is made of
        prepare(writes, this::write);
    }

    /** What {@link #write(Bulk)} writes then. */
    List<Bulk> prepared(Collection<StateWrite> writes) {
        var bulks = new ArrayList<Bulk>();
        prepare(writes, bulks::add);
        return bulks;
    }

    private void prepare(Collection<StateWrite> writes, Consumer<Bulk> ready) {
        var byKind = new EnumMap<StateWrite.Kind, Bulk>(StateWrite.Kind.class);
        for (StateWrite write : writes) {
            if (isErased(write)) {
                continue;
            }
            Bulk bulk = byKind.computeIfAbsent(write.stateKind(), kind -> new Bulk(kind, new ArrayList<>()));
            bulk.models().add(guarded(DirectoryDocuments.of(write, clock.instant())));
            if (bulk.models().size() == BULK) {
                byKind.remove(bulk.kind());
                ready.accept(bulk);
            }
        }
        byKind.values().forEach(ready);
    }

    void write(Bulk bulk) {
        write(collections.of(bulk.kind()), bulk.models());
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
            write(
                    collection,
                    documents.subList(from, Math.min(documents.size(), from + BULK)).stream()
                            .map(Projection::guarded)
                            .toList());
        }
    }

    private static void write(MongoCollection<Document> collection, List<ReplaceOneModel<RawBsonDocument>> models) {
        GuardedWrites.write(collection.withDocumentClass(RawBsonDocument.class), models);
    }

    private static ReplaceOneModel<RawBsonDocument> guarded(Document document) {
        return new ReplaceOneModel<>(
                GuardedWrites.lower(
                        Objects.requireNonNull(document.get(DirectoryDocuments.ID)),
                        document.getLong(DirectoryDocuments.SEQUENCE)),
                new RawBsonDocument(document, CODEC),
                UPSERT);
    }
}
