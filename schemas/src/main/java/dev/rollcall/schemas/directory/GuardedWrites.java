package dev.rollcall.schemas.directory;

import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Upserts whose filter is an id and a sequence that has to be higher. One that meets a newer document then tries to insert
 * and fails as a duplicate key, as it should. So does the slower one of two that are the first of their id, which may be the
 * newer: what fails is compared with what is there, and written again where that is older. FerretDB 1 leaves out all that
 * come after the first that fails, too, and answers in a form that the driver can't read.
 */
public final class GuardedWrites {

    private static final int DUPLICATE_KEY = 11_000;
    private static final int TRIES = 10;
    private static final String OR_SAME = "$lte";
    private static final String ID = DirectoryDocuments.ID;
    private static final String SEQUENCE = DirectoryDocuments.SEQUENCE;

    private GuardedWrites() {}

    /** What is written where the sequence is lower. */
    public static Document lower(Object id, long sequence) {
        return filter(id, "$lt", sequence);
    }

    /** What is written where the sequence is lower or the same. */
    public static Document lowerOrSame(Object id, long sequence) {
        return filter(id, OR_SAME, sequence);
    }

    private static Document filter(Object id, String isOlder, long sequence) {
        // flat, without $and, so that it is plain to every engine that this is one document by its id
        return new Document(ID, id).append(SEQUENCE, new Document(isOlder, sequence));
    }

    /** Durable when it returns. */
    public static <T> void write(MongoCollection<T> collection, List<? extends WriteModel<T>> writes) {
        List<? extends WriteModel<T>> left = writes;
        for (int tries = TRIES; !left.isEmpty(); tries--) {
            try {
                collection.bulkWrite(left, new BulkWriteOptions().ordered(false));
                return;
            } catch (MongoBulkWriteException e) {
                if (isMoreThanNewerOnes(e)) {
                    throw e;
                }
                if (tries == 1) {
                    throw e;
                }
                left = isAboutEach(e, left.size()) ? failed(e, left) : left;
            } catch (BsonInvalidOperationException e) {
                if (tries == 1) {
                    throw e;
                }
            }
            left = withoutNewerOnes(collection, left);
        }
    }

    private static <T> List<? extends WriteModel<T>> failed(
            MongoBulkWriteException e, List<? extends WriteModel<T>> writes) {
        return e.getWriteErrors().stream()
                .<WriteModel<T>>map(error -> writes.get(error.getIndex()))
                .toList();
    }

    private static boolean isMoreThanNewerOnes(MongoBulkWriteException e) {
        return e.getWriteConcernError() != null
                || e.getWriteErrors().stream().anyMatch(error -> error.getCode() != DUPLICATE_KEY);
    }

    private static boolean isAboutEach(MongoBulkWriteException e, int writes) {
        var result = e.getWriteResult();
        return result.getMatchedCount()
                        + result.getUpserts().size()
                        + e.getWriteErrors().size()
                == writes;
    }

    private static <T> List<? extends WriteModel<T>> withoutNewerOnes(
            MongoCollection<T> collection, List<? extends WriteModel<T>> writes) {
        Map<BsonValue, BsonDocument> there = new HashMap<>();
        List<BsonValue> ids = writes.stream().map(write -> guard(write).get(ID)).toList();
        collection
                .withDocumentClass(BsonDocument.class)
                .find(in(ID, ids))
                .projection(include(SEQUENCE))
                .forEach(found -> there.put(found.get(ID), found));
        return writes.stream()
                .filter(write -> {
                    BsonDocument found = there.get(guard(write).get(ID));
                    return found == null || isHigher(guard(write).getDocument(SEQUENCE), found.get(SEQUENCE));
                })
                .toList();
    }

    private static boolean isHigher(BsonDocument condition, @Nullable BsonValue there) {
        if (!(there instanceof BsonNumber sequence)) {
            return false;
        }
        String isOlder = condition.getFirstKey();
        int compared =
                Long.compare(sequence.longValue(), condition.getNumber(isOlder).longValue());
        return compared < 0 || compared == 0 && isOlder.equals(OR_SAME);
    }

    private static BsonDocument guard(WriteModel<?> write) {
        Bson filter = switch (write) {
            case ReplaceOneModel<?> replace -> replace.getFilter();
            case UpdateOneModel<?> update -> update.getFilter();
            default -> throw new IllegalArgumentException("Not guarded: " + write.getClass());
        };
        return filter.toBsonDocument();
    }
}
