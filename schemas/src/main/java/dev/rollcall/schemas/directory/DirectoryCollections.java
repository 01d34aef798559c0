package dev.rollcall.schemas.directory;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.topic.Topics;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The directory's collections and their indexes. Index names are unique in the whole database. */
public final class DirectoryCollections {

    private static final String CONNECTION = DirectoryDocuments.CONNECTION;
    private static final String ID = DirectoryDocuments.ID;

    private static final long REMOVED_DAYS = 7;

    /** BadValue, CannotCreateIndex, InvalidOptions, CommandNotSupported, InvalidIndexSpecificationOption, NotImplemented. */
    private static final Set<Integer> REFUSALS = Set.of(2, 67, 72, 115, 197, 238);

    private final MongoDatabase database;

    public DirectoryCollections(MongoDatabase database) {
        this.database = database;
    }

    public MongoCollection<Document> users() {
        return database.getCollection("users");
    }

    public MongoCollection<Document> groups() {
        return database.getCollection("groups");
    }

    public MongoCollection<Document> memberships() {
        return database.getCollection("memberships");
    }

    /** What became of asynchronous requests. */
    public MongoCollection<Document> outcomes() {
        return database.getCollection("outcomes");
    }

    /** The sequence of each connection's newest projected change. */
    public MongoCollection<Document> sequences() {
        return database.getCollection("sequences");
    }

    /** Of each connection how many users are active, how many left lately, and its hold; see {@link Headcounts}. */
    public MongoCollection<Document> headcounts() {
        return database.getCollection("headcounts");
    }

    /** How far each partition of the state topics is projected. */
    public MongoCollection<Document> checkpoints() {
        return database.getCollection("checkpoints");
    }

    public MongoCollection<Document> of(StateWrite.Kind kind) {
        return switch (kind) {
            case USER -> users();
            case GROUP -> groups();
            case MEMBERSHIP -> memberships();
            case OUTCOME -> outcomes();
        };
    }

    /** Makes the indexes that are missing. */
    public void createIndexes() {
        index(users(), "users_by_connection", CONNECTION);
        // each ends with the id, so that it also has the order of a list sorted by its attribute
        index(users(), "users_by_user_name_and_id", CONNECTION, DirectoryDocuments.USER_NAME, ID);
        index(users(), "users_by_external_id_and_id", CONNECTION, DirectoryDocuments.EXTERNAL_ID, ID);
        index(users(), "users_by_email_and_id", CONNECTION, DirectoryDocuments.EMAILS, ID);
        index(users(), "users_by_display_name_and_id", CONNECTION, DirectoryDocuments.DISPLAY_NAME, ID);
        index(groups(), "groups_by_connection", CONNECTION);
        index(groups(), "groups_by_display_name_and_id", CONNECTION, DirectoryDocuments.DISPLAY_NAME, ID);
        index(groups(), "groups_by_external_id_and_id", CONNECTION, DirectoryDocuments.EXTERNAL_ID, ID);
        index(memberships(), "memberships_by_user", DirectoryDocuments.USER);
        index(memberships(), "memberships_by_group", DirectoryDocuments.GROUP);
        for (StateWrite.Kind kind : StateWrite.Kind.values()) {
            if (kind != StateWrite.Kind.OUTCOME) {
                forgetRemoved(of(kind));
            }
        }
        expire(
                outcomes(),
                DirectoryDocuments.TIME,
                Topics.OUTCOMES_KEPT.toDays(),
                () -> new IndexOptions().name("outcomes_by_time"));
    }

    /** Late writes of an older state come within minutes; after that nobody needs to know what was removed. */
    private static void forgetRemoved(MongoCollection<Document> collection) {
        expire(
                collection,
                DirectoryDocuments.DELETED_AT,
                REMOVED_DAYS,
                () -> new IndexOptions()
                        .name(collection.getNamespace().getCollectionName() + "_removed")
                        .sparse(true));
    }

    /** Where the engine can't expire documents, as FerretDB 1 can't, they stay: that costs room and changes no answer. */
    private static void expire(
            MongoCollection<Document> collection, String field, long days, Supplier<IndexOptions> options) {
        Bson key = Indexes.ascending(field);
        try {
            collection.createIndex(key, options.get().expireAfter(days, TimeUnit.DAYS));
        } catch (MongoCommandException e) {
            if (!REFUSALS.contains(e.getErrorCode())) {
                throw e;
            }
            collection.createIndex(key, options.get());
        }
    }

    private static void index(MongoCollection<Document> collection, String name, String... keys) {
        collection.createIndex(Indexes.ascending(keys), new IndexOptions().name(name));
    }
}
