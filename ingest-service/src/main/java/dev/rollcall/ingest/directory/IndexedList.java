package dev.rollcall.ingest.directory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.client.MongoCollection;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.query.Position;
import dev.rollcall.schemas.topic.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
        Search search,
        MongoCollection<Document> collection,
        Bson query,
        @Nullable String field,
        boolean optional) {

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
        boolean seenAll = slice.after() == null && hits.size() < wanted && (slice.skip() == 0 || !hits.isEmpty());
        Long total = seenAll
                ? (Long) (long) (slice.skip() + hits.size())
                : slice.isCountedByIndex() ? (Long) collection.countDocuments(query) : null;
        return slice.page(total, hits);
    }

    private Bson sort() {
        List<String> fields = field == null ? List.of(ID) : List.of(field, ID);
        return downwards() ? descending(fields) : ascending(fields);
    }

    private Hit hit(Document document) {
        String id = document.getString(ID).substring(search.connection().length() + 1);
        return new Hit(search.type(), new Position(field == null ? null : document.getString(field), id), document);
    }

    /** Parts of the list, one after the other, that each are one range of the index. */
    private List<Bson> segments(@Nullable Position after) {
        if (field == null) {
            Bson own = and(gt(ID, search.connection() + "/"), lt(ID, search.connection() + "0"));
            return List.of(after == null ? and(query, own) : and(query, own, beyondId(after)));
        }
        List<Bson> valued = valued(field, after);
        List<Bson> missing = optional ? missing(field, after) : List.of();
        return (downwards() ? Stream.of(missing, valued) : Stream.of(valued, missing))
                .flatMap(List::stream)
                .map(part -> and(query, part))
                .toList();
    }

    /** What has a value, as far as it lies behind the position. */
    private List<Bson> valued(String field, @Nullable Position after) {
        if (after == null) {
            return List.of(gte(field, ""));
        }
        if (after.key() == null) {
            return downwards() ? List.of(gte(field, "")) : List.of();
        }
        return List.of(and(eq(field, after.key()), beyondId(after)), beyond(field, after.key()));
    }

    /** What has no value, which comes last ascending and first descending, as far as it lies behind the position. */
    private List<Bson> missing(String field, @Nullable Position after) {
        if (after == null) {
            return List.of(eq(field, null));
        }
        if (after.key() == null) {
            return List.of(and(eq(field, null), beyondId(after)));
        }
        return downwards() ? List.of() : List.of(eq(field, null));
    }

    private Bson beyondId(Position position) {
        return beyond(ID, Keys.resource(search.connection(), position.id()));
    }

    private Bson beyond(String name, String value) {
        return downwards() ? lt(name, value) : gt(name, value);
    }

    private boolean downwards() {
        return search.order().descending();
    }
}
