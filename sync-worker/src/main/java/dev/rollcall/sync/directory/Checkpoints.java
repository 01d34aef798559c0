package dev.rollcall.sync.directory;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;

/**
 * How far each partition of the state topics is projected, and how far the numbering of its connections has come. It may
 * lag, for projecting again does no harm and numbers are told by the states too; it never runs ahead.
 */
final class Checkpoints {

    private final DirectoryCollections collections;
    private final Projection projection;
    private final Duration interval;
    private final Clock clock;
    private final Map<TopicPartition, Long> projected = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private Instant written = Instant.EPOCH;

    /** @param interval between two writes of what was projected live */
    Checkpoints(DirectoryCollections collections, Projection projection, Duration interval, Clock clock) {
        this.collections = collections;
        this.projection = projection;
        this.interval = interval;
        this.clock = clock;
    }

    /** The next offsets to project; none where nothing was projected yet. */
    Map<TopicPartition, Long> read(int partition) {
        Document document = collections
                .checkpoints()
                .find(eq(DirectoryDocuments.ID, partition))
                .first();
        var offsets = new HashMap<TopicPartition, Long>();
        if (document != null) {
            Topics.STATES.forEach(topic -> {
                Long offset = document.getLong(field(topic));
                if (offset != null) {
                    offsets.put(new TopicPartition(topic, partition), offset);
                }
            });
        }
        return offsets;
    }

    /**
     * Takes note of what was projected, and writes it down now and then.
     *
     * @param newest connection to the sequence of its newest change
     */
    void advance(int partition, Map<TopicPartition, Long> offsets, Map<String, Long> newest) {
        sequences.putAll(newest);
        Topics.STATES.forEach(topic -> {
            Long offset = offsets.get(new TopicPartition(topic, partition));
            if (offset != null) {
                projected.put(new TopicPartition(topic, partition), offset);
            }
        });
        if (written.plus(interval).isBefore(clock.instant())) {
            write(partition, Map.of());
        }
    }

    /** Writes down what was projected, and these offsets. */
    void write(int partition, Map<TopicPartition, Long> offsets) {
        projected.putAll(offsets);
        // before the offsets: from there on catching up won't see them
        projection.sequences(sequences);
        sequences.clear();
        written = clock.instant();
        var document = new Document(DirectoryDocuments.ID, partition);
        projected.forEach((topic, offset) -> document.append(field(topic.topic()), offset));
        collections
                .checkpoints()
                .replaceOne(eq(DirectoryDocuments.ID, partition), document, new ReplaceOptions().upsert(true));
    }

    private static String field(String topic) {
        return topic.replace('.', '_');
    }
}
