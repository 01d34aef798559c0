package dev.rollcall.ingest.directory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.client.MongoCollection;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.query.Position;
import dev.rollcall.schemas.topic.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * A list in the order of an index, of documents that need no further look.
 *
 * @param query without the order; it begins with the connection
 * @param field that the index has the order of; null for the id
 * @param optional whether documents may lack the field
 */
record IndexedList(
        ResourceType type,
        MongoCollection<Document> collection,
        String connection,
        Bson query,
        @Nullable String field,
        boolean optional,
        boolean downwards) {

    private static final String ID = DirectoryDocuments.ID;

    Page<Hit> page(Slice slice) {
        var hits = new ArrayList<Hit>();
        int skip = slice.skip();
        int wanted = slice.count() == 0 ? 0 : slice.count() + 1;
        for (Bson segment : segments(slice.after())) {
            if (hits.size() < wanted) {
                int before = hits.size();
                collection
                        .find(segment)
                        .sort(sort())
                        .skip(skip)
                        .limit(wanted - before)
                        .forEach(document -> hits.add(hit(document)));
                skip = hits.size() > before || skip == 0
                        ? 0
                        : Math.max(0, skip - (int) collection.countDocuments(segment));
            }
        }
        boolean more = slice.count() > 0 && hits.size() > slice.count();
        List<Hit> shown = List.copyOf(hits.subList(0, Math.min(hits.size(), slice.count())));
        boolean seenAll = !more && slice.count() > 0 && slice.after() == null && (slice.skip() == 0 || !hits.isEmpty());
        Long total = seenAll
                ? (Long) (long) (slice.skip() + shown.size())
                : slice.isCountedByIndex() ? (Long) collection.countDocuments(query) : null;
        return new Page<>(total, shown, more ? shown.getLast().position() : null);
    }

    private Bson sort() {
        List<String> fields = field == null ? List.of(ID) : List.of(field, ID);
        return downwards ? descending(fields) : ascending(fields);
    }

    private Hit hit(Document document) {
        String id = document.getString(ID).substring(connection.length() + 1);
        return new Hit(type, new Position(field == null ? null : document.getString(field), id), document);
    }

    /** Parts of the list, one after the other, that each are one range of the index. */
    private List<Bson> segments(@Nullable Position after) {
        if (field == null) {
            Bson own = and(gt(ID, connection + "/"), lt(ID, connection + "0"));
            return List.of(after == null ? and(query, own) : and(query, own, beyond(ID, key(after.id()))));
        }
        var segments = new ArrayList<Bson>();
        Bson valued = and(query, gte(field, ""));
        Bson missing = and(query, eq(field, null));
        if (after == null) {
            segments.add(valued);
            segments.add(missing);
        } else if (after.key() == null) {
            segments.add(valued);
            segments.add(and(missing, beyond(ID, key(after.id()))));
        } else {
            Bson same = and(query, eq(field, after.key()), beyond(ID, key(after.id())));
            segments.add(same);
            segments.add(and(query, beyond(field, after.key())));
            segments.add(missing);
        }
        return inOrder(segments, after);
    }

    /** What has no value comes last ascending and first descending; what is passed already is left out. */
    private List<Bson> inOrder(List<Bson> ascending, @Nullable Position after) {
        boolean passedValued = after != null && after.key() == null && !downwards;
        boolean passedMissing = !optional || (after != null && after.key() != null && downwards);
        var segments = new ArrayList<>(ascending);
        Bson missing = segments.removeLast();
        if (passedValued) {
            segments.clear();
        }
        if (!passedMissing) {
            segments.add(downwards ? 0 : segments.size(), missing);
        }
        return segments;
    }

    private Bson beyond(String name, String value) {
        return downwards ? lt(name, value) : gt(name, value);
    }

    private String key(String id) {
        return Keys.resource(connection, Objects.requireNonNull(id));
    }
}
