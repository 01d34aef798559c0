package dev.rollcall.schemas.delivery;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.nor;
import static com.mongodb.client.model.Filters.regex;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.decide.EventUris;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The tokens that wait for their recipients, in order of each connection's sequence. What is settled stays for a while,
 * without its claims: a worker that repeats what it did doesn't bring it back. Blocking.
 */
public final class EventQueue {

    public static final String COLLECTION = "event_tokens";

    /** The name of the event, which no value can be mistaken for: within one, quotes are escaped. */
    private static final Pattern DELETION = Pattern.compile(Pattern.quote('"' + EventUris.DELETE + "\":"));

    private final MongoCollection<Document> tokens;

    public EventQueue(MongoDatabase database) {
        this.tokens = database.getCollection(COLLECTION);
    }

    public void createIndexes() {
        tokens.createIndex(
                Indexes.ascending(
                        QueuedToken.APP,
                        QueuedToken.WAITS,
                        QueuedToken.CONNECTION,
                        QueuedToken.SEQUENCE,
                        QueuedToken.PART),
                new IndexOptions().name("tokens_waiting"));
    }

    /** Adds tokens one after the other, each unless it is there or was; durable when it returns. */
    public void put(List<QueuedToken> added) {
        if (added.isEmpty()) {
            return;
        }
        List<UpdateOneModel<Document>> updates = added.stream()
                .map(token -> new UpdateOneModel<Document>(
                        eq("_id", token.token().jti()),
                        new Document("$setOnInsert", token.toDocument()),
                        new UpdateOptions().upsert(true)))
                .toList();
        tokens.bulkWrite(updates, new BulkWriteOptions().ordered(true));
    }

    /** Whether at least so many wait. */
    public boolean holds(String app, int many) {
        return tokens.countDocuments(waiting(app), new CountOptions().limit(many)) >= many;
    }

    /** The first ones that wait, in order. */
    public List<QueuedToken> head(String app, int most) {
        var head = new ArrayList<QueuedToken>();
        for (Document document : tokens.find(waiting(app))
                .sort(Indexes.ascending(QueuedToken.CONNECTION, QueuedToken.SEQUENCE, QueuedToken.PART))
                .limit(most)) {
            head.add(QueuedToken.from(document));
        }
        return head;
    }

    /** Those of these tokens of the app that wait. */
    public List<QueuedToken> find(String app, Collection<String> jtis) {
        var found = new ArrayList<QueuedToken>();
        tokens.find(and(in("_id", jtis), waiting(app))).forEach(document -> found.add(QueuedToken.from(document)));
        return found;
    }

    /** Ends the waiting of the app's tokens with these ids; any others are left alone. */
    public void settle(String app, Collection<String> jtis, Instant now) {
        if (!jtis.isEmpty()) {
            tokens.updateMany(
                    and(in("_id", jtis), waiting(app)),
                    new Document(
                                    "$set",
                                    new Document(QueuedToken.WAITS, false).append(QueuedToken.SETTLED, Date.from(now)))
                            .append("$unset", new Document(QueuedToken.CLAIMS, "")));
        }
    }

    /**
     * Forgets what was settled.
     *
     * @param sequence below which no change of the connection can be delivered again
     * @param until when it must have been settled
     */
    public void sweep(String app, String connection, long sequence, Instant until) {
        tokens.deleteMany(and(
                eq(QueuedToken.APP, app),
                eq(QueuedToken.WAITS, false),
                eq(QueuedToken.CONNECTION, connection),
                lt(QueuedToken.SEQUENCE, sequence),
                lt(QueuedToken.SETTLED, Date.from(until))));
    }

    /** Takes out the app's tokens with these ids that wait; should their changes be delivered anew, they come again. */
    public void remove(String app, Collection<String> jtis) {
        if (!jtis.isEmpty()) {
            tokens.deleteMany(and(in("_id", jtis), waiting(app)));
        }
    }

    /** Lets those of these tokens that are settled come again: for a replay, which otherwise would bring nothing back. */
    public void forgetSettled(String app, Collection<String> jtis) {
        if (!jtis.isEmpty()) {
            tokens.deleteMany(and(in("_id", jtis), eq(QueuedToken.APP, app), eq(QueuedToken.WAITS, false)));
        }
    }

    /** Forgets what was told of a resource, but for that it is gone where a recipient is yet to fetch that; how many. */
    public long forgetAllButDeletion(String connection, ResourceType type, String resource) {
        return tokens.deleteMany(and(
                        eq(QueuedToken.CONNECTION, connection),
                        eq(QueuedToken.RESOURCE, resource),
                        eq(QueuedToken.TYPE, type.name()),
                        nor(and(eq(QueuedToken.WAITS, true), regex(QueuedToken.CLAIMS, DELETION)))))
                .getDeletedCount();
    }

    /** Forgets all of an app's. */
    public void forget(String app) {
        tokens.deleteMany(eq(QueuedToken.APP, app));
    }

    private static Bson waiting(String app) {
        return and(eq(QueuedToken.APP, app), eq(QueuedToken.WAITS, true));
    }
}
