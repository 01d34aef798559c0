package dev.rollcall.schemas.directory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;

import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.schemas.topic.PartitionsChangedException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * A document in each collection that says that a partition of the log is in it, whole. It goes when the collection goes,
 * so whoever finds nothing looks afterwards whether the mark is there still: without it nothing means nothing. Blocking.
 */
public final class Marks {

    private static final String PREFIX = "~";
    static final String INCARNATION = "incarnation";
    static final String COMPLETE = "complete";
    private static final String PARTITIONS = "partitions";

    private final DirectoryCollections collections;
    private final BooleanSupplier isExpected;
    private volatile int partitions;

    public Marks(DirectoryCollections collections) {
        this(collections, () -> false);
    }

    /** @param isExpected whether there must be something in the directory, asked where nothing is marked at all */
    public Marks(DirectoryCollections collections, BooleanSupplier isExpected) {
        this.collections = collections;
        this.isExpected = isExpected;
    }

    /** Whether something that isn't found isn't there. */
    enum Presence {
        /** It isn't there. */
        WHOLE,
        /** The directory, or a part of it, was lost or isn't built yet. */
        INCOMPLETE,
        /** Nothing was ever marked, as before a worker has built the directory for the first time. */
        UNMARKED
    }

    /** Begins to fill a partition's part; what was marked before isn't whole any more. */
    public void begin(int partition, int partitions, String incarnation) {
        for (Part part : Part.values()) {
            part.in(collections)
                    .replaceOne(
                            eq(DirectoryDocuments.ID, id(partition)),
                            new Document(DirectoryDocuments.ID, id(partition))
                                    .append(INCARNATION, incarnation)
                                    .append(PARTITIONS, partitions)
                                    .append(COMPLETE, false),
                            new ReplaceOptions().upsert(true));
        }
    }

    /** Says that the partition's part is whole; false when a collection was lost since it was begun, or begun by another. */
    public boolean complete(int partition, String incarnation) {
        boolean isComplete = true;
        for (Part part : Part.values()) {
            isComplete &= part.in(collections)
                            .updateOne(mine(partition, incarnation), Updates.set(COMPLETE, true))
                            .getMatchedCount()
                    == 1;
        }
        return isComplete;
    }

    /** Whether these are whole, and the same that were marked so. */
    public boolean areWhole(int partition, @Nullable String incarnation, Collection<Part> parts) {
        return parts.stream().allMatch(part -> isWhole(mark(partition, part), incarnation));
    }

    static boolean isWhole(@Nullable Document mark, @Nullable String incarnation) {
        return mark != null && isOf(mark, incarnation) && mark.getBoolean(COMPLETE, false);
    }

    /** For marks that are to be seen while something else is read. */
    public Sightings sightings(int partition, @Nullable String incarnation) {
        return new Sightings(this, partition, incarnation);
    }

    /** Whether these are what was begun, whole or not. */
    public boolean areBegun(int partition, @Nullable String incarnation) {
        return EnumSet.allOf(Part.class).stream().allMatch(part -> isOf(mark(partition, part), incarnation));
    }

    private static boolean isOf(@Nullable Document mark, @Nullable String incarnation) {
        return mark != null && incarnation != null && incarnation.equals(mark.getString(INCARNATION));
    }

    private @Nullable Document mark(int partition, Part part) {
        return part.in(collections)
                .find(eq(DirectoryDocuments.ID, id(partition)))
                .first();
    }

    /**
     * Makes sure that what wasn't found isn't there; call it after that, for then it wasn't lost between.
     *
     * @throws DirectoryLostException when the directory isn't whole
     */
    public void require(String connection, Part... parts) {
        require(connection, Set.of(parts));
    }

    void require(String connection, Set<Part> parts) {
        switch (of(connection, parts)) {
            case WHOLE -> {}
            case INCOMPLETE -> throw new DirectoryLostException(connection);
            case UNMARKED -> {
                if (isExpected.getAsBoolean()) {
                    throw new DirectoryLostException(connection);
                }
            }
        }
    }

    private Presence of(String connection, Set<Part> parts) {
        int count = partitions();
        if (count == 0) {
            return Presence.UNMARKED;
        }
        String id = id(ConnectionPartitioner.partitionOf(connection, count));
        for (Part part : parts) {
            Document mark =
                    part.in(collections).find(eq(DirectoryDocuments.ID, id)).first();
            if (mark == null || !mark.getBoolean(COMPLETE, false)) {
                return Presence.INCOMPLETE;
            }
        }
        return Presence.WHOLE;
    }

    /**
     * To be asked before a partition is filled, or goes on.
     *
     * @param there how many there are on the log
     * @throws PartitionsChangedException when it was filled from another number of partitions
     */
    public void requirePartitions(int there) {
        int marked = partitions();
        if (marked != 0 && marked != there) {
            throw new PartitionsChangedException(
                    "The directory was made from " + marked + " partitions, and there are " + there);
        }
    }

    /** Whether these are whole for all connections; to be asked after something wasn't found. */
    public boolean areWhole(Part... parts) {
        int count = partitions();
        return count == 0 ? !isExpected.getAsBoolean() : Arrays.stream(parts).allMatch(part -> whole(part) >= count);
    }

    /** How many partitions aren't whole; one where nothing is marked but something is expected. */
    public int incomplete() {
        int count = partitions();
        if (count == 0) {
            return isExpected.getAsBoolean() ? 1 : 0;
        }
        return Math.max(0, count - whole(Part.USERS));
    }

    private int whole(Part part) {
        return (int) part.in(collections).countDocuments(and(marks(), eq(COMPLETE, true)));
    }

    /** How many partitions there are; 0 as long as that was never marked. Kept for when the marks are lost. */
    private int partitions() {
        if (partitions == 0) {
            Document any = collections.users().find(marks()).first();
            partitions = any == null ? 0 : any.getInteger(PARTITIONS, 0);
        }
        return partitions;
    }

    /** No connection's id begins with what marks begin with, or with anything after it. */
    private static Bson marks() {
        return gte(DirectoryDocuments.ID, PREFIX);
    }

    private static Bson mine(int partition, String incarnation) {
        return and(eq(DirectoryDocuments.ID, id(partition)), eq(INCARNATION, incarnation));
    }

    static String id(int partition) {
        return PREFIX + partition;
    }
}
