package dev.rollcall.ingest.delivery;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Pages of documents, newest first, by a field whose order is that of time. However the filters are, a page looks at no
 * more than {@link #MAX_EXAMINED} documents: it may be short, or empty, and still have a next one. Blocking.
 *
 * @param key the field
 */
record Pages(MongoCollection<Document> documents, String key) {

    static final int MAX_EXAMINED = 20_000;

    /** Behind all keys, which begin in hexadecimal. */
    private static final String END = "g";

    /** @param next the cursor of the page after this one; null on the last page */
    record Page(List<Document> documents, @Nullable String next) {}

    /**
     * One page.
     *
     * @param indexed conditions that an index answers together with the key's order
     * @param others conditions that are looked at document by document
     * @param before a cursor, or null for the first page
     */
    Page newestFirst(List<Bson> indexed, List<Bson> others, @Nullable String before, int limit) {
        var range = new ArrayList<>(indexed);
        range.add(gte(key, ""));
        range.add(lt(key, before == null ? END : before));
        String oldest = others.isEmpty() ? null : boundary(range);
        var all = new ArrayList<>(range);
        all.addAll(others);
        if (oldest != null) {
            all.add(gte(key, oldest));
        }
        List<Document> found =
                documents.find(and(all)).sort(descending(key)).limit(limit + 1).into(new ArrayList<>());
        if (found.size() > limit) {
            List<Document> page = List.copyOf(found.subList(0, limit));
            return new Page(page, page.getLast().getString(key));
        }
        return new Page(List.copyOf(found), oldest);
    }

    /** The oldest that may be looked at; null when all may. */
    private @Nullable String boundary(List<Bson> range) {
        Document oldest = documents
                .find(and(range))
                .projection(Projections.include(key))
                .sort(descending(key))
                .skip(MAX_EXAMINED)
                .limit(1)
                .first();
        return oldest == null ? null : oldest.getString(key);
    }
}
