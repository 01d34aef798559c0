package dev.rollcall.ingest.activity.projection;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.min;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import dev.rollcall.event.RequestLogEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A small document for each connection: the first and the last call of each {@link Milestone}, the last that missed it,
 * the last failure, when each credential was last used, and how far the log is projected. Ids of entries tell the time and sort
 * by it, so the least and the greatest are kept, whatever order calls are told in and however often. Blocking.
 */
@Component
public final class Summaries {

    private static final String COLLECTION = "request_log_summaries";
    private static final String FIRST = "first";
    private static final String LAST = "last";
    private static final String MISSED = "missed";
    private static final String USED = "used";
    private static final String TROUBLE = "trouble";

    private final MongoCollection<Document> summaries;

    Summaries(MongoDatabase directoryDatabase) {
        this.summaries = directoryDatabase.getCollection(COLLECTION);
    }

    /**
     * Of one connection; the values are ids of entries.
     *
     * @param offset of the newest entry on its topic that is in MongoDB; -1 when there is none
     */
    public record Summary(
            Map<Milestone, String> first,
            Map<Milestone, String> last,
            Map<Milestone, String> missed,
            Optional<String> trouble,
            Map<String, String> used,
            long offset) {

        private static final Summary NONE = new Summary(Map.of(), Map.of(), Map.of(), Optional.empty(), Map.of(), -1);
    }

    public Summary of(String connection) {
        return Optional.ofNullable(
                        summaries.find(eq(EntryDocuments.ID, connection)).first())
                .map(Summaries::summary)
                .orElse(Summary.NONE);
    }

    /** Of those connections of which there is one. */
    public Map<String, Summary> of(Collection<String> connections) {
        var found = new HashMap<String, Summary>();
        summaries
                .find(in(EntryDocuments.ID, connections))
                .forEach(document -> found.put(document.getString(EntryDocuments.ID), summary(document)));
        return found;
    }

    /** What is new of each connection: the ids that go into its document, by field. */
    static final class Batch {

        private final Map<String, Map<String, String>> least = new HashMap<>();
        private final Map<String, Map<String, String>> greatest = new HashMap<>();
        private final Map<String, Long> offsets = new HashMap<>();

        void add(RequestLogEntry entry, long offset) {
            String id = entry.getId();
            Map<String, String> first = least.computeIfAbsent(entry.getConnection(), _ -> new HashMap<>());
            Map<String, String> last = greatest.computeIfAbsent(entry.getConnection(), _ -> new HashMap<>());
            Milestone.reached(entry).forEach(milestone -> {
                first.merge(FIRST + '.' + milestone.label(), id, Batch::lesser);
                last.merge(LAST + '.' + milestone.label(), id, Batch::greater);
            });
            Milestone.missed(entry)
                    .forEach(milestone -> last.merge(MISSED + '.' + milestone.label(), id, Batch::greater));
            if (Milestone.isTrouble(entry)) {
                last.merge(TROUBLE, id, Batch::greater);
            }
            if (entry.getCredential() != null) {
                last.merge(USED + '.' + entry.getCredential(), id, Batch::greater);
            }
            offsets.merge(entry.getConnection(), offset, Math::max);
        }

        private static String lesser(String one, String other) {
            return one.compareTo(other) <= 0 ? one : other;
        }

        private static String greater(String one, String other) {
            return one.compareTo(other) >= 0 ? one : other;
        }
    }

    void write(Batch batch) {
        if (batch.offsets.isEmpty()) {
            return;
        }
        var writes = new ArrayList<WriteModel<Document>>();
        batch.offsets.forEach((connection, offset) -> {
            var updates = new ArrayList<Bson>();
            batch.least.getOrDefault(connection, Map.of()).forEach((field, id) -> updates.add(min(field, id)));
            batch.greatest.getOrDefault(connection, Map.of()).forEach((field, id) -> updates.add(max(field, id)));
            updates.add(max(EntryDocuments.OFFSET, offset));
            writes.add(new UpdateOneModel<>(
                    eq(EntryDocuments.ID, connection), combine(updates), new UpdateOptions().upsert(true)));
        });
        summaries.bulkWrite(writes, new BulkWriteOptions().ordered(false));
    }

    void delete(String connection) {
        summaries.deleteOne(eq(EntryDocuments.ID, connection));
    }

    private static Summary summary(Document document) {
        return new Summary(
                milestones(document.get(FIRST, Document.class)),
                milestones(document.get(LAST, Document.class)),
                milestones(document.get(MISSED, Document.class)),
                Optional.ofNullable(document.getString(TROUBLE)),
                strings(document.get(USED, Document.class)),
                document.get(EntryDocuments.OFFSET, Number.class).longValue());
    }

    private static Map<Milestone, String> milestones(@Nullable Document document) {
        var ids = new HashMap<Milestone, String>();
        for (Milestone milestone : Milestone.values()) {
            String id = document == null ? null : document.getString(milestone.label());
            if (id != null) {
                ids.put(milestone, id);
            }
        }
        return ids;
    }

    private static Map<String, String> strings(@Nullable Document document) {
        var strings = new HashMap<String, String>();
        Collection<String> names = document == null ? Set.of() : document.keySet();
        names.forEach(name -> strings.put(name, String.valueOf(document == null ? null : document.get(name))));
        return strings;
    }
}
