package dev.rollcall.sync.fanout;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.Headcount;
import dev.rollcall.event.Hold;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.MembershipState;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.Headcounts;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.springframework.data.mongodb.core.MongoTemplate;

/** What others project into MongoDB for workers to read: the directory, and dead letters. */
final class TestProjections {

    private final TestTopics topics;
    private final Beans beans;

    TestProjections(TestTopics topics, Beans beans) {
        this.topics = topics;
        this.beans = beans;
    }

    /** Puts a membership into the directory, and how far the directory has come. */
    void project(String connection, String group, String user, long sequence) {
        var collections = collections();
        collections
                .memberships()
                .insertOne(new Document("_id", Keys.membership(connection, group, user))
                        .append(DirectoryDocuments.CONNECTION, connection)
                        .append(DirectoryDocuments.GROUP, group)
                        .append(DirectoryDocuments.USER, Keys.resource(connection, user)));
        collections
                .sequences()
                .replaceOne(
                        Filters.eq("_id", connection),
                        new Document("_id", connection).append(DirectoryDocuments.SEQUENCE, sequence),
                        new ReplaceOptions().upsert(true));
    }

    /** Brings the directory to these changes, as the directory role does. */
    void project(IdentityChange... changes) {
        var collections = collections();
        for (IdentityChange change : changes) {
            String connection = change.getConnection();
            switch (change.getAfter()) {
                case UserState user -> replace(collections.users(), new StateWrite.OfUser(user));
                case GroupState group -> replace(collections.groups(), new StateWrite.OfGroup(group));
                case null, default ->
                    (change.getResourceType() == ResourceType.USER ? collections.users() : collections.groups())
                            .deleteOne(Filters.eq("_id", Keys.resource(connection, change.getResource())));
            }
            change.getMembersRemoved()
                    .forEach(user -> collections
                            .memberships()
                            .deleteOne(Filters.eq("_id", Keys.membership(connection, change.getResource(), user))));
            change.getMembersAdded()
                    .forEach(user -> replace(
                            collections.memberships(),
                            new StateWrite.OfMembership(new MembershipState(
                                    connection, change.getResource(), user, change.getSequence(), Instant.EPOCH))));
            collections
                    .sequences()
                    .replaceOne(
                            Filters.eq("_id", connection),
                            new Document("_id", connection).append(DirectoryDocuments.SEQUENCE, change.getSequence()),
                            new ReplaceOptions().upsert(true));
        }
    }

    private static void replace(MongoCollection<Document> collection, StateWrite write) {
        collection.replaceOne(
                Filters.eq("_id", write.key()),
                DirectoryDocuments.of(write, Instant.now()),
                new ReplaceOptions().upsert(true));
    }

    /** Puts a hold into the directory, as the directory role does. */
    void projectHold(String connection, Hold hold) {
        var count = new Headcount(connection, hold.getLast(), Instant.EPOCH, 50L, List.of(), hold);
        collections()
                .headcounts()
                .replaceOne(
                        Filters.eq("_id", connection), Headcounts.document(count), new ReplaceOptions().upsert(true));
    }

    /** Brings the app's dead letters to where the ingest service projects them. */
    void projectLetters(String app) {
        MongoCollection<Document> letters = beans.of(MongoTemplate.class).getCollection("dead_letters");
        topics.each(Topics.DEAD_LETTERS, record -> {
            DeadLetter letter = topics.decode(Topics.DEAD_LETTERS, record.value(), DeadLetter.class);
            if (app.equals(letter.getApp())) {
                letters.replaceOne(
                        Filters.eq("_id", letter.getId()),
                        new Document("_id", letter.getId())
                                .append("state", "OPEN")
                                .append("letterPartition", record.partition())
                                .append("letterOffset", record.offset()),
                        new ReplaceOptions().upsert(true));
            }
        });
    }

    /** Says that the directory is whole, as the directory role does. */
    void markWhole() {
        var marks = new Marks(collections());
        for (int partition = 0; partition < 3; partition++) {
            marks.begin(partition, 3, "test");
            marks.complete(partition, "test");
        }
    }

    /** As it is where no directory role ever was. */
    void unmark() {
        DirectoryCollections collections = collections();
        Stream.of(
                        collections.users(),
                        collections.groups(),
                        collections.memberships(),
                        collections.outcomes(),
                        collections.sequences(),
                        collections.headcounts())
                .forEach(collection -> collection.deleteMany(Filters.regex("_id", "^~")));
    }

    private DirectoryCollections collections() {
        return new DirectoryCollections(beans.of(MongoTemplate.class).getDb());
    }
}
