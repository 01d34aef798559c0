package dev.rollcall.embedded.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Indexes.ascending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import dev.rollcall.embedded.EmbeddedMongo;
import dev.rollcall.embedded.test.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is acknowledged is there after a restart, whatever ended the process before. */
class MongoRestartTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @RepeatedTest(2)
    void keepsEveryAcknowledgedWriteWhenKilled() throws IOException {
        List<String> acknowledged;
        try (ChildJvm writer = ChildJvm.start(MongoWriter.class, directory.toString())) {
            acknowledged = new ArrayList<>(writer.read(3000));
            acknowledged.addAll(writer.kill());
        }

        Set<String> found = new HashSet<>();
        withUsers("crash", users -> users.find().forEach(user -> found.add(user.getString("_id"))));

        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(3000);
        assertThat(found).containsAll(acknowledged);
    }

    @Test
    void keepsDocumentsAndIndexesWhenClosed() {
        withUsers("restart", users -> {
            users.createIndex(ascending("email"), new IndexOptions().unique(true));
            users.createIndex(
                    ascending("name"), new IndexOptions().unique(true).partialFilterExpression(eq("active", true)));
            users.insertOne(new Document("_id", 1).append("email", "a").append("name", "n"));
            users.insertOne(new Document("_id", 2)
                    .append("email", "b")
                    .append("name", "n")
                    .append("active", true));
        });

        withUsers("restart", users -> {
            assertThat(users.listIndexes().map(index -> index.getString("name")))
                    .containsExactly("_id_", "email_1", "name_1");
            assertThat(users.find(eq("email", "b")).first()).containsEntry("_id", 2);
            assertThatThrownBy(() -> users.insertOne(new Document("email", "a")))
                    .isInstanceOf(MongoWriteException.class);
            assertThatThrownBy(() -> users.insertOne(
                            new Document("email", "c").append("name", "n").append("active", true)))
                    .isInstanceOf(MongoWriteException.class);
        });
    }

    private void withUsers(String database, Consumer<MongoCollection<Document>> work) {
        try (EmbeddedMongo mongo = EmbeddedMongo.start(directory, 0);
                MongoClient client = MongoClients.create(mongo.uri())) {
            work.accept(client.getDatabase(database).getCollection("users"));
        }
    }
}
