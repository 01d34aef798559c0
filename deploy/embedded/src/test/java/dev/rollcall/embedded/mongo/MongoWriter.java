package dev.rollcall.embedded.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.rollcall.embedded.EmbeddedMongo;
import java.nio.file.Path;
import java.util.List;
import org.bson.Document;

/** Writes with several threads until killed, and tells the id of each acknowledged write. */
final class MongoWriter {

    private static final int THREADS = 6;

    private MongoWriter() {}

    public static void main(String[] args) {
        MongoClient client =
                MongoClients.create(EmbeddedMongo.start(Path.of(args[0]), 0).uri());
        MongoCollection<Document> users = client.getDatabase("crash").getCollection("users");
        for (int thread = 0; thread < THREADS; thread++) {
            String prefix = "thread" + thread + "-";
            Thread.ofPlatform().start(() -> writeForever(users, prefix));
        }
    }

    private static void writeForever(MongoCollection<Document> users, String prefix) {
        for (int i = 0; true; i++) {
            if (i % 2 == 0) {
                users.insertOne(MongoContract.user(prefix + i, 1));
            } else {
                users.bulkWrite(
                        List.of(MongoContract.guarded(prefix + i, 1), MongoContract.guarded(prefix + 0, i + 1)));
            }
            System.out.println(prefix + i);
        }
    }
}
