package dev.rollcall.ingest.history.projection;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.ingest.topic.RecordReader;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Deletes the places of changes that the topic doesn't keep any more, whatever it keeps: that needs no engine with TTL.
 * And looks now and then whether the projection has to begin anew. All instances do it.
 */
@Component
final class PositionUpkeep implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PositionUpkeep.class);
    private static final Duration MEND = Duration.ofSeconds(2);
    private static final Duration SWEEP = Duration.ofHours(1);

    private final MongoDatabase database;
    private final RecordReader reader;
    private final PositionProjection projection;
    private final Scheduler blocking;
    private volatile @Nullable Disposable running;

    PositionUpkeep(
            MongoDatabase directoryDatabase, RecordReader reader, PositionProjection projection, Scheduler blocking) {
        this.database = directoryDatabase;
        this.reader = reader;
        this.projection = projection;
        this.blocking = blocking;
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
    public void start() {
        running = Disposables.composite(every(MEND, projection::mend), every(SWEEP, this::sweep));
    }

    private Disposable every(Duration interval, Runnable work) {
        return Flux.interval(interval)
                .onBackpressureDrop()
                .concatMap(_ -> Mono.fromRunnable(work)
                        .subscribeOn(blocking)
                        .onErrorResume(
                                failure -> failure instanceof MongoException || failure instanceof KafkaException,
                                failure -> {
                                    log.atWarn()
                                            .addKeyValue(
                                                    "cause", failure.getClass().getSimpleName())
                                            .log("The places of changes couldn't be looked after; it is tried again");
                                    return Mono.empty();
                                }))
                .subscribe();
    }

    @Override
    public void stop() {
        Disposable upkeep = running;
        running = null;
        if (upkeep != null) {
            upkeep.dispose();
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }
}
