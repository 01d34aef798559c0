package dev.rollcall.sync.projection;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.event.Headcount;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.time.SteadyTime;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;

/**
 * How far a partition of the state topics is projected, and how far the numbering of its connections and the counting of
 * their users has come. It may lag, for projecting again does no harm and numbers are told by the states too; it never
 * runs ahead.
 */
final class Checkpoints {

    private static final String INCARNATION = "incarnation";
    private static final String COMPLETE = "complete";

    private final DirectoryCollections collections;
    private final Projection projection;
    private final int partition;
    private final Duration interval;
    private final Map<TopicPartition, Long> projected = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, Headcount> headcounts = new HashMap<>();
    private boolean isPending;
    private Instant written = Instant.EPOCH;

    /** @param interval between two writes of what was projected live */
    Checkpoints(DirectoryCollections collections, Projection projection, int partition, Duration interval) {
        this.collections = collections;
        this.projection = projection;
        this.partition = partition;
        this.interval = interval;
    }

    Checkpoint read() {
        Document document = collections
                .checkpoints()
                .find(eq(DirectoryDocuments.ID, partition))
                .first();
        var offsets = new HashMap<TopicPartition, Long>();
        if (document == null) {
            return new Checkpoint(offsets, null, false);
        }
        Topics.STATES.forEach(topic -> {
            Long offset = document.getLong(field(topic));
            if (offset != null) {
                offsets.put(new TopicPartition(topic, partition), offset);
            }
        });
        return new Checkpoint(offsets, document.getString(INCARNATION), document.getBoolean(COMPLETE, false));
    }

    /**
     * Takes note of what was projected, and writes it down now and then.
     *
     * @param newest connection to the sequence of its newest change
     * @param counted the newest headcounts
     */
    void advance(
            String incarnation,
            Map<TopicPartition, Long> offsets,
            Map<String, Long> newest,
            Collection<Headcount> counted) {
        note(newest, counted);
        Topics.STATES.forEach(topic -> {
            Long offset = offsets.get(new TopicPartition(topic, partition));
            if (offset != null) {
                projected.put(new TopicPartition(topic, partition), offset);
            }
        });
        if (written.plus(interval).isBefore(SteadyTime.CLOCK.instant())) {
            flush(incarnation);
        }
    }

    /** Takes note of numbers and counts only, as long as others write the offsets. */
    void note(Map<String, Long> newest, Collection<Headcount> counted) {
        sequences.putAll(newest);
        counted.forEach(headcount -> headcounts.put(headcount.getConnection(), headcount));
        isPending = true;
    }

    /** Goes on from these offsets, with the numbers and counts that were noted meanwhile. */
    void adopt(Map<TopicPartition, Long> offsets) {
        projected.clear();
        projected.putAll(offsets);
        isPending = true;
    }

    /** Writes down what isn't yet. */
    void flush(String incarnation) {
        if (isPending) {
            write(new Checkpoint(Map.of(), incarnation, true));
        }
    }

    /** Writes down what was projected, and these offsets. */
    void write(Checkpoint checkpoint) {
        projected.putAll(checkpoint.offsets());
        // before the offsets: from there on catching up won't see them
        projection.sequences(sequences);
        sequences.clear();
        projection.headcounts(headcounts.values());
        headcounts.clear();
        isPending = false;
        written = SteadyTime.CLOCK.instant();
        var document = new Document(DirectoryDocuments.ID, partition)
                .append(INCARNATION, checkpoint.incarnation())
                .append(COMPLETE, checkpoint.isComplete());
        projected.forEach((topic, offset) -> document.append(field(topic.topic()), offset));
        collections
                .checkpoints()
                .replaceOne(eq(DirectoryDocuments.ID, partition), document, new ReplaceOptions().upsert(true));
    }

    private static String field(String topic) {
        return topic.replace('.', '_');
    }
}
