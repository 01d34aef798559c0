package dev.rollcall.sync.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PagesIT {

    private final MongoClient client = MongoClients.create(Backends.shared().mongodbUri());
    private final MongoCollection<Document> collection =
            client.getDatabase("pages").getCollection("memberships");

    @AfterEach
    void close() {
        collection.drop();
        client.close();
    }

    @Test
    void readsEachDocumentOfAConnectionOnceAndFewAtATime() {
        insert("c", 2_000);
        insert("c1", 3);
        collection.insertOne(new Document(DirectoryDocuments.ID, "c/removed"));
        var ids = new ArrayList<String>();
        var pages = new ArrayList<Integer>();

        Pages.each(collection, "c", page -> {
            pages.add(page.size());
            page.forEach(document -> ids.add(document.getString(DirectoryDocuments.ID)));
        });

        assertThat(pages).containsExactly(1_000, 1_000);
        assertThat(ids).doesNotHaveDuplicates().hasSize(2_000).allMatch(id -> id.startsWith("c/u"));
    }

    @Test
    void readsNothingOfAConnectionWithoutAny() {
        var pages = new ArrayList<List<Document>>();

        Pages.each(collection, "c", pages::add);

        assertThat(pages).isEmpty();
    }

    private void insert(String connection, int count) {
        collection.insertMany(IntStream.range(0, count)
                .mapToObj(i -> new Document(DirectoryDocuments.ID, connection + "/u" + i)
                        .append(DirectoryDocuments.CONNECTION, connection))
                .toList());
    }
}
