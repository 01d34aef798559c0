package dev.rollcall.sync.directory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.MembershipState;
import dev.rollcall.event.MultiValue;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/**
 * How fast a directory is filled from the log, beside how fast the same documents are written on the same server by one
 * writer that does nothing else. Run it by name; {@code -Drollcall.users} says how many there are.
 */
class RebuildBenchmark {

    private static final int USERS = Integer.getInteger("rollcall.users", 20_000);
    private static final int BULK = 1_000;

    @Test
    void fill() throws Exception {
        try (var fixture = new LoopFixture(Backends.shared())) {
            send(fixture);
            DirectoryCollections filled = fixture.directory("filled");
            long began = System.nanoTime();
            fixture.worker(filled).open();
            double fillSeconds = (System.nanoTime() - began) / 1e9;

            DirectoryCollections bare = fixture.directory("bare");
            bare.createIndexes();
            List<Document> users = filled.users().find().into(new ArrayList<>());
            List<Document> memberships = filled.memberships().find().into(new ArrayList<>());
            began = System.nanoTime();
            write(bare.users(), users);
            write(bare.memberships(), memberships);
            double bareSeconds = (System.nanoTime() - began) / 1e9;

            long documents = users.size() + memberships.size();
            System.out.printf(
                    "rebuild: %d documents, %.0f/s; bare bulk writes %.0f/s; %.0f %%%n",
                    documents, documents / fillSeconds, documents / bareSeconds, 100 * bareSeconds / fillSeconds);
        }
    }

    private static void send(LoopFixture fixture) {
        try (var producer = new KafkaProducer<String, byte[]>(fixture.clients.coPartitionedProducer())) {
            for (int i = 0; i < USERS; i++) {
                String user = "user-" + i;
                var state = UserState.newBuilder()
                        .setConnection(fixture.connection)
                        .setId(user)
                        .setVersion(1)
                        .setSequence(i + 1)
                        .setCreated(Instant.EPOCH)
                        .setLastModified(Instant.EPOCH)
                        .setAttributes(User.newBuilder()
                                .setUserName(user + "@example.com")
                                .setExternalId("external-" + i)
                                .setDisplayName("Person " + i)
                                .setTitle("Engineer")
                                .setEmails(List.of(MultiValue.newBuilder()
                                        .setValue(user + "@example.com")
                                        .setType("work")
                                        .setPrimary(true)
                                        .build()))
                                .build())
                        .build();
                producer.send(new ProducerRecord<>(
                        Topics.USERS,
                        Keys.resource(fixture.connection, user),
                        fixture.records.write(Topics.USERS, state)));
                for (int group = 0; group < 2; group++) {
                    String name = "group-" + (i + group) % 100;
                    producer.send(new ProducerRecord<>(
                            Topics.MEMBERSHIPS,
                            Keys.membership(fixture.connection, name, user),
                            fixture.records.write(
                                    Topics.MEMBERSHIPS,
                                    new MembershipState(fixture.connection, name, user, i + 1L, Instant.EPOCH))));
                }
            }
            producer.flush();
        }
    }

    private static void write(MongoCollection<Document> target, List<Document> documents) {
        for (int from = 0; from < documents.size(); from += BULK) {
            target.bulkWrite(
                    documents.subList(from, Math.min(documents.size(), from + BULK)).stream()
                            .map(document -> new ReplaceOneModel<>(
                                    and(eq("_id", document.get("_id")), lt("sequence", document.get("sequence"))),
                                    document,
                                    new ReplaceOptions().upsert(true)))
                            .toList(),
                    new BulkWriteOptions().ordered(false));
        }
    }
}
