package dev.rollcall.ingest.topic;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import java.util.Collection;
import org.bson.Document;

/**
 * How far a topic is projected, beside what was projected: who loses the one loses the other, and begins anew. Blocking.
 */
public final class Checkpoints {

    private static final String ID = "_id";
    private static final String NEXT = "next";
    private static final int DUPLICATE_KEY = 11_000;

    private final MongoCollection<Document> checkpoints;

    public Checkpoints(MongoDatabase database, String collection) {
        this.checkpoints = database.getCollection(collection);
    }

    /** The next offset to project; 0 where nothing was. */
    public long next(int partition) {
        Document found = checkpoints.find(eq(ID, partition)).first();
        return found == null ? 0 : found.get(NEXT, Number.class).longValue();
    }

    /** Returns false, and changes nothing, when it isn't where it was believed to be. */
    boolean advance(int partition, long from, long to) {
        if (from > 0) {
            return checkpoints
                            .updateOne(and(eq(ID, partition), eq(NEXT, from)), Updates.set(NEXT, to))
                            .getMatchedCount()
                    > 0;
        }
        try {
            checkpoints.insertOne(new Document(ID, partition).append(NEXT, to));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCode() == DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    boolean hasAll(Collection<Integer> partitions) {
        return checkpoints.countDocuments(in(ID, partitions)) == partitions.size();
    }
}
