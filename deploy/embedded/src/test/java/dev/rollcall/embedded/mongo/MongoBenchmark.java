package dev.rollcall.embedded.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Indexes.ascending;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.embedded.EmbeddedMongo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.Document;

/** Prints what the embedded engine does per second with documents of about 600 bytes and three secondary indexes. */
final class MongoBenchmark {

    private static final int DOCUMENTS = 100_000;
    private static final long NANOS = 4_000_000_000L;

    private final MongoCollection<Document> users;
    private final AtomicInteger sequence = new AtomicInteger(1);

    private MongoBenchmark(MongoCollection<Document> users) {
        this.users = users;
    }

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("mongo-benchmark");
        try (EmbeddedMongo mongo = EmbeddedMongo.start(directory, 0);
                MongoClient client = MongoClients.create(mongo.uri())) {
            new MongoBenchmark(client.getDatabase("b").getCollection("users")).run();
        }
        long start = System.nanoTime();
        try (EmbeddedMongo mongo = EmbeddedMongo.start(directory, 0)) {
            System.out.printf("start with %d documents: %d ms%n", DOCUMENTS, (System.nanoTime() - start) / 1_000_000);
        }
        System.out.printf("file: %d MiB%n", Files.size(directory.resolve("documents.mv")) >> 20);
    }

    private void run() throws Exception {
        users.createIndex(ascending("connection", "externalId"));
        users.createIndex(ascending("connection", "userName"));
        users.createIndex(ascending("members.value"));
        for (int from = 0; from < DOCUMENTS; from += 500) {
            bulk(IntStream.range(from, from + 500).toArray());
        }
        measure("bulk of 500 guarded replaces, documents", 500, 1, () -> bulk(random(500)));
        measure("bulk of 64 guarded replaces, documents", 64, 1, () -> bulk(random(64)));
        measure("bulk of 64 at 3 threads, documents", 64, 3, () -> {
            try {
                bulk(random(64));
            } catch (MongoBulkWriteException e) {
                // another thread was there with a newer one
            }
        });
        measure(
                "find by id",
                1,
                1,
                () -> users.find(eq("_id", id(random(1)[0]))).first());
        measure(
                "find by id at 8 threads",
                1,
                8,
                () -> users.find(eq("_id", id(random(1)[0]))).first());
        measure(
                "$in of 64 ids",
                1,
                1,
                () -> users.find(in(
                                "_id",
                                IntStream.of(random(64))
                                        .mapToObj(MongoBenchmark::id)
                                        .toList()))
                        .into(new ArrayList<>()));
        measure("upsert", 1, 1, () -> replace(random(1)[0]));
        measure("upsert at 8 threads", 1, 8, () -> replace(random(1)[0]));
        measure("count of 33,000 in an index", 1, 1, () -> users.countDocuments(eq("connection", "c1")));
    }

    private void measure(String what, int weight, int threads, Runnable task) throws Exception {
        long end = System.nanoTime() + NANOS;
        AtomicInteger done = new AtomicInteger();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(Thread.ofPlatform().start(() -> {
                while (System.nanoTime() < end) {
                    task.run();
                    done.addAndGet(weight);
                }
            }));
        }
        for (Thread thread : running) {
            thread.join();
        }
        System.out.printf("%s: %,.0f/s%n", what, done.get() * 1e9 / NANOS);
    }

    private void bulk(int[] numbers) {
        users.bulkWrite(
                IntStream.of(numbers)
                        .distinct()
                        .mapToObj(number -> {
                            Document user = user(number);
                            return new ReplaceOneModel<>(
                                    and(eq("_id", id(number)), lt("sequence", user.getInteger("sequence"))),
                                    user,
                                    new ReplaceOptions().upsert(true));
                        })
                        .toList(),
                new BulkWriteOptions().ordered(false));
    }

    private void replace(int number) {
        users.replaceOne(eq("_id", id(number)), user(number), new ReplaceOptions().upsert(true));
    }

    private static int[] random(int count) {
        return ThreadLocalRandom.current().ints(count, 0, DOCUMENTS).toArray();
    }

    private static String id(int number) {
        return "c" + number % 3 + "|user|%08d".formatted(number);
    }

    private Document user(int number) {
        return new Document("_id", id(number))
                .append("connection", "c" + number % 3)
                .append("externalId", "external-" + number)
                .append("userName", "user" + number + "@example.com")
                .append("sequence", sequence.getAndIncrement())
                .append("active", true)
                .append("name", new Document("givenName", "Given" + number).append("familyName", "Family" + number))
                .append(
                        "emails",
                        List.of(new Document("value", "user" + number + "@example.com").append("type", "work")))
                .append("padding", "x".repeat(200));
    }
}
