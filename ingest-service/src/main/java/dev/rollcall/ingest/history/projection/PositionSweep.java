package dev.rollcall.ingest.history.projection;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoDatabase;
import dev.rollcall.ingest.topic.RecordReader;
import dev.rollcall.ingest.upkeep.Upkeep;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.scheduler.Scheduler;

/**
 * Deletes the places of changes that the topic doesn't keep any more, whatever it keeps: that needs no engine with TTL.
 * All instances do it.
 */
@Component
final class PositionSweep extends Upkeep {

    private static final Duration EVERY = Duration.ofHours(1);

    private final MongoDatabase database;
    private final RecordReader reader;

    PositionSweep(MongoDatabase directoryDatabase, RecordReader reader, Scheduler blocking) {
        super(EVERY, EVERY, blocking);
        this.database = directoryDatabase;
        this.reader = reader;
    }

    /** Returns how many were deleted. Blocking. */
    long sweep() {
        return reader.extents(Topics.CHANGES).stream()
                .mapToLong(extent -> PositionDocuments.collection(database)
                        .deleteMany(and(
                                eq(PositionDocuments.PARTITION, extent.partition()),
                                lt(PositionDocuments.OFFSET, extent.first())))
                        .getDeletedCount())
                .sum();
    }

    @Override
    protected void work() {
        sweep();
    }
}
