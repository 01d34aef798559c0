package dev.rollcall.sync.projection;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoCollection;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;

/**
 * Reads what there is of a connection in pages by {@code _id}, each asked for by itself: a connection may have millions of
 * memberships, and a database may hold the whole result of one query in memory until it is read.
 */
final class Pages {

    private static final int SIZE = 1_000;

    private Pages() {}

    static void each(MongoCollection<Document> collection, String connection, Consumer<List<Document>> reader) {
        String after = connection + "/";
        // the character behind the slash
        String end = connection + "0";
        List<Document> page;
        do {
            page = collection
                    .find(and(
                            gt(DirectoryDocuments.ID, after),
                            lt(DirectoryDocuments.ID, end),
                            exists(DirectoryDocuments.CONNECTION)))
                    .sort(ascending(DirectoryDocuments.ID))
                    .limit(SIZE)
                    .into(new ArrayList<>());
            if (!page.isEmpty()) {
                after = page.getLast().getString(DirectoryDocuments.ID);
                reader.accept(page);
            }
        } while (page.size() == SIZE);
    }
}
