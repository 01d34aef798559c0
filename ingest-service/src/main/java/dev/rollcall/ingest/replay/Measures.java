package dev.rollcall.ingest.replay;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.ReplayRange;
import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.ReplaySource;
import dev.rollcall.ingest.delivery.projection.DeliveryProjection;
import dev.rollcall.ingest.topic.LogPositions;
import dev.rollcall.schemas.delivery.AppGroup;
import dev.rollcall.schemas.delivery.ReceiptDocuments;
import dev.rollcall.schemas.delivery.ReplayProgress;
import dev.rollcall.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.springframework.stereotype.Component;

/** Tells how far a replay is: from the offsets that were committed with what was published, and from receipts. Blocking. */
@Component
final class Measures {

    private final LogPositions positions;
    private final MongoDatabase database;

    Measures(LogPositions positions, MongoDatabase directoryDatabase) {
        this.positions = positions;
        this.database = directoryDatabase;
    }

    /**
     * How far it is.
     *
     * @param read records of its ranges
     * @param all records in its ranges
     * @param unreadable where records are that can't be read, the first few of them, as topic/partition/offset
     */
    record Measure(
            ReplayProgress counts,
            List<String> unreadable,
            long read,
            long all,
            long delivered,
            long skipped,
            long failed) {

        boolean isPublished() {
            return read >= all;
        }
    }

    Measure of(String id, ReplaySetting replay) {
        Measure published = published(id, replay);
        return new Measure(
                published.counts(),
                published.unreadable(),
                published.read(),
                published.all(),
                receipts(id, DeliveryOutcome.DELIVERED),
                receipts(id, DeliveryOutcome.SKIPPED),
                receipts(id, DeliveryOutcome.FAILED));
    }

    /** Without what came of it. */
    Measure published(String id, ReplaySetting replay) {
        Map<TopicPartition, OffsetAndMetadata> committed = positions.of(ReplayProgress.group(id));
        ReplayProgress counts = ReplayProgress.NONE;
        var places = new ArrayList<String>();
        long read = 0;
        long all = 0;
        for (ReplayRange range : replay.getRanges()) {
            if (isOfChangesBeside(replay, range)) {
                continue;
            }
            all += range.getTo() - range.getFrom();
            OffsetAndMetadata last = committed.get(new TopicPartition(range.getTopic(), range.getPartition()));
            if (last != null) {
                read += Math.clamp(last.offset(), range.getFrom(), range.getTo()) - range.getFrom();
                ReplayProgress progress = ReplayProgress.of(last.metadata());
                counts = counts.plus(progress);
                progress.places()
                        .forEach(offset -> places.add(range.getTopic() + '/' + range.getPartition() + '/' + offset));
            }
        }
        return new Measure(counts, places, read, all, 0, 0, 0);
    }

    /** States name the changes after them for the worker to look at; they aren't brought. */
    private static boolean isOfChangesBeside(ReplaySetting replay, ReplayRange range) {
        return replay.getSource() == ReplaySource.STATES && range.getTopic().equals(Topics.CHANGES);
    }

    /** Of how many changes it is known what came of them. */
    long receipts(String id) {
        return database.getCollection(ReceiptDocuments.COLLECTION)
                .countDocuments(Filters.eq(ReceiptDocuments.REPLAY, id));
    }

    private long receipts(String id, DeliveryOutcome outcome) {
        return database.getCollection(ReceiptDocuments.COLLECTION)
                .countDocuments(Filters.and(
                        Filters.eq(ReceiptDocuments.REPLAY, id), Filters.eq(ReceiptDocuments.OUTCOME, outcome.name())));
    }

    /** Where a topic ends now. */
    Map<TopicPartition, Long> end(String topic) {
        return positions.end(topic);
    }

    /** Whether the app has read all retries before these offsets, or they are gone. */
    boolean hasRead(String app, Map<TopicPartition, Long> ends) {
        return isPast(Topics.RETRIES, AppGroup.of(app), ends);
    }

    /** Whether MongoDB has all receipts before these offsets. */
    boolean hasCounted(Map<TopicPartition, Long> ends) {
        return isPast(Topics.RECEIPTS, DeliveryProjection.GROUP, ends);
    }

    private boolean isPast(String topic, String group, Map<TopicPartition, Long> ends) {
        var next = new HashMap<>(positions.first(topic));
        positions.of(group).forEach((partition, offset) -> next.merge(partition, offset.offset(), Math::max));
        return ends.entrySet().stream().allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
}
