package dev.rollcall.sync.projection;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import dev.rollcall.schemas.rebuild.PartitionProgress;
import dev.rollcall.schemas.rebuild.PartitionProgress.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Tells how far the filling of a replica is. For one thread. */
final class Progress {

    private static final int MOST_PLACES = 50;

    private final Replica replica;
    private final MongoCollection<Document> documents;
    private final Clock clock;
    private final List<String> places = new ArrayList<>();
    private Instant began;
    private Map<TopicPartition, Long> beginnings = Map.of();
    private long total;
    private int partitions = 1;
    private long read;
    private long records;
    private long recordsBefore;
    private Instant before;
    private long perSecond;
    private long unreadable;
    private @Nullable String failure;

    Progress(Replica replica, Clock clock) {
        this.replica = replica;
        this.documents = replica.collections().database().getCollection(PartitionProgress.COLLECTION);
        this.clock = clock;
        this.began = clock.instant();
        this.before = began;
    }

    /** Whether it was told that the replica equals the log. */
    boolean isEqual() {
        return told().filter(told -> told.stage() == Stage.EQUAL).isPresent();
    }

    void begins(Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends, int partitions) {
        this.began = clock.instant();
        this.before = began;
        this.beginnings = beginnings;
        this.partitions = partitions;
        this.total = distance(ends);
        Optional<PartitionProgress> earlier = told();
        records = earlier.map(PartitionProgress::records).orElse(0L);
        recordsBefore = records;
        unreadable = earlier.map(PartitionProgress::unreadable).orElse(0L);
        places.clear();
        places.addAll(earlier.map(PartitionProgress::places).orElse(List.of()));
        failure = null;
        earlier.ifPresent(told -> failure = told.failure());
    }

    void read(int count, Map<TopicPartition, Long> positions, List<States.Unreadable> found) {
        records += count;
        read = distance(positions);
        if (count > 0) {
            failure = null;
        }
        for (States.Unreadable one : found) {
            String place = place(one.record());
            // what was told and not yet behind when it was broken off is read again
            if (!places.contains(place)) {
                unreadable++;
                if (places.size() < MOST_PLACES) {
                    places.add(place);
                }
            }
        }
    }

    private long distance(Map<TopicPartition, Long> positions) {
        return positions.entrySet().stream()
                .mapToLong(topic -> Math.max(0, topic.getValue() - beginnings.getOrDefault(topic.getKey(), 0L)))
                .sum();
    }

    private static String place(ConsumerRecord<String, byte[]> record) {
        return record.topic() + '-' + record.partition() + '-' + record.offset();
    }

    void tell(Stage stage) {
        tell(stage, Comparison.NONE, failure);
    }

    void tell(Stage stage, Comparison comparison) {
        tell(stage, comparison, null);
    }

    /** Tells what it is tried again for; all else stays as it was told with the checkpoint. */
    void fail(Throwable cause) {
        failure = Failures.tell(cause);
        if (documents
                        .updateOne(mine(), Updates.set(PartitionProgress.FAILURE, failure))
                        .getMatchedCount()
                == 0) {
            tell(Stage.COPYING);
        }
    }

    private void tell(Stage stage, Comparison comparison, @Nullable String tried) {
        Instant now = clock.instant();
        long millis = Duration.between(before, now).toMillis();
        if (millis > 0 && records > recordsBefore) {
            perSecond = (records - recordsBefore) * 1_000 / millis;
        }
        before = now;
        recordsBefore = records;
        var told = new PartitionProgress(
                replica.generation(),
                replica.partition(),
                partitions,
                stage,
                read,
                total,
                records,
                perSecond,
                began,
                now,
                unreadable,
                List.copyOf(places),
                comparison.tallies(),
                comparison.differences(),
                tried);
        documents.replaceOne(mine(), told.toDocument(), new ReplaceOptions().upsert(true));
    }

    /** Forgets what was told, for nobody waits for it. */
    void forget() {
        documents.deleteOne(mine());
    }

    private Optional<PartitionProgress> told() {
        return Optional.ofNullable(documents.find(mine()).first()).map(PartitionProgress::from);
    }

    private Bson mine() {
        return eq(PartitionProgress.ID, PartitionProgress.id(replica.generation(), replica.partition()));
    }
}
