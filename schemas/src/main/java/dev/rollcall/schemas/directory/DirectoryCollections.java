package dev.rollcall.schemas.directory;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.topic.Topics;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The directory's collections and their indexes. Each rebuild makes a generation of them; those of generation 0 have no
 * number in their names. Index names are unique in the whole database.
 */
public final class DirectoryCollections {

    private static final String CONNECTION = DirectoryDocuments.CONNECTION;
    private static final String ID = DirectoryDocuments.ID;

    private static final Set<String> NAMES =
            Set.of("users", "groups", "memberships", "outcomes", "sequences", "checkpoints", "headcounts");
    private static final Pattern GENERATION = Pattern.compile("([a-z]+)(?:_([0-9]{1,9}))?");

    private static final long REMOVED_DAYS = 7;

    /** BadValue, CannotCreateIndex, InvalidOptions, CommandNotSupported, InvalidIndexSpecificationOption, NotImplemented. */
    private static final Set<Integer> REFUSALS = Set.of(2, 67, 72, 115, 197, 238);

    private final MongoDatabase database;
    private final IntSupplier generation;

    /** The directory as it is before any rebuild. */
    public DirectoryCollections(MongoDatabase database) {
        this(database, () -> 0);
    }

    /** @param generation which one is meant, asked anew each time a collection is wanted */
    public DirectoryCollections(MongoDatabase database, IntSupplier generation) {
        this.database = database;
        this.generation = generation;
    }

    /** The collections of this generation and no other. */
    public DirectoryCollections ofGeneration(int number) {
        return new DirectoryCollections(database, () -> number);
    }

    /** The one that is meant now. */
    public int generation() {
        return generation.getAsInt();
    }

    public MongoDatabase database() {
        return database;
    }

    private MongoCollection<Document> collection(String name) {
        return database.getCollection(name(name, generation.getAsInt()));
    }

    private static String name(String name, int generation) {
        return generation == 0 ? name : name + '_' + generation;
    }

    /** Drops the collections of a generation that nobody uses any more. */
    public void drop(int number) {
        for (String name : NAMES) {
            database.getCollection(name(name, number)).drop();
        }
    }

    /** The generations of which there is any collection. */
    public Set<Integer> generations() {
        var found = new TreeSet<Integer>();
        for (String name : database.listCollectionNames()) {
            Matcher matcher = GENERATION.matcher(name);
            if (matcher.matches() && NAMES.contains(matcher.group(1))) {
                String number = matcher.group(2);
                found.add(number == null ? 0 : Integer.parseInt(number));
            }
        }
        return found;
    }

    public MongoCollection<Document> users() {
        return collection("users");
    }

    public MongoCollection<Document> groups() {
        return collection("groups");
    }

    public MongoCollection<Document> memberships() {
        return collection("memberships");
    }

    /** What became of asynchronous requests. */
    public MongoCollection<Document> outcomes() {
        return collection("outcomes");
    }

    /** The sequence of each connection's newest projected change. */
    public MongoCollection<Document> sequences() {
        return collection("sequences");
    }

    /** Of each connection how many users are active, how many left lately, and its hold; see {@link Headcounts}. */
    public MongoCollection<Document> headcounts() {
        return collection("headcounts");
    }

    /** How far each partition of the state topics is projected. */
    public MongoCollection<Document> checkpoints() {
        return collection("checkpoints");
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
                () -> new IndexOptions().name(name("outcomes_by_time", generation.getAsInt())));
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

    private void index(MongoCollection<Document> collection, String name, String... keys) {
        collection.createIndex(Indexes.ascending(keys), new IndexOptions().name(name(name, generation.getAsInt())));
    }
}
