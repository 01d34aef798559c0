package dev.rollcall.schemas.rebuild;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition of a generation is; a document of {@link #COLLECTION}, written by the worker that fills it.
 *
 * @param partitions how many there are
 * @param read how many offsets of the log are behind, of {@code total}
 * @param records that were projected, of all tries
 * @param perSecond records, lately
 * @param began when this worker began
 * @param at when this was written
 * @param unreadable records that can't be read; each is a dead letter
 * @param places of some of them, topic-partition-offset
 * @param tallies what was compared, once it is
 * @param differences some of what differs from the log
 * @param failure what it is tried again for just now; null while it goes well
 */
public record PartitionProgress(
        int generation,
        int partition,
        int partitions,
        Stage stage,
        long read,
        long total,
        long records,
        long perSecond,
        Instant began,
        Instant at,
        long unreadable,
        List<String> places,
        List<Tally> tallies,
        List<Difference> differences,
        @Nullable String failure) {

    public static final String COLLECTION = "rebuilds";
    public static final String ID = "_id";
    public static final String GENERATION = "generation";
    public static final String FAILURE = "failure";

    /** What a partition is in. */
    public enum Stage {
        COPYING,
        VERIFYING,
        /** Equal to the log. */
        EQUAL,
        /** Not equal to the log. */
        DIFFERENT
    }

    public static String id(int generation, int partition) {
        return generation + "/" + partition;
    }

    public Document toDocument() {
        return new Document(ID, id(generation, partition))
                .append(GENERATION, generation)
                .append("partition", partition)
                .append("partitions", partitions)
                .append("stage", stage.name())
                .append("read", read)
                .append("total", total)
                .append("records", records)
                .append("perSecond", perSecond)
                .append("began", Date.from(began))
                .append("at", Date.from(at))
                .append("unreadable", unreadable)
                .append("places", places)
                .append("tallies", tallies.stream().map(Tally::toDocument).toList())
                .append(
                        "differences",
                        differences.stream().map(Difference::toDocument).toList())
                .append(FAILURE, failure);
    }

    public static PartitionProgress from(Document document) {
        return new PartitionProgress(
                document.getInteger(GENERATION),
                document.getInteger("partition"),
                document.getInteger("partitions"),
                Stage.valueOf(document.getString("stage")),
                number(document, "read"),
                number(document, "total"),
                number(document, "records"),
                number(document, "perSecond"),
                time(document, "began"),
                time(document, "at"),
                number(document, "unreadable"),
                document.getList("places", String.class, List.of()),
                document.getList("tallies", Document.class, List.of()).stream()
                        .map(Tally::from)
                        .toList(),
                document.getList("differences", Document.class, List.of()).stream()
                        .map(Difference::from)
                        .toList(),
                document.getString(FAILURE));
    }

    private static long number(Document document, String name) {
        return Optional.ofNullable(document.get(name, Number.class))
                .map(Number::longValue)
                .orElse(0L);
    }

    private static Instant time(Document document, String name) {
        @Nullable Date date = document.getDate(name);
        return date == null ? Instant.EPOCH : date.toInstant();
    }
}
