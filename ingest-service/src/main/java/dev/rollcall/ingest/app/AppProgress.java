package dev.rollcall.ingest.app;

import com.mongodb.client.MongoDatabase;
import dev.rollcall.ingest.topic.Offsets;
import dev.rollcall.schemas.delivery.AppGroup;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Tells how far an app has come, from Kafka and from what the workers note of it. */
@Component
final class AppProgress {

    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Offsets offsets;
    private final MongoDatabase database;
    private final Scheduler blocking;

    AppProgress(Offsets offsets, MongoDatabase directoryDatabase, Scheduler blocking) {
        this.offsets = offsets;
        this.database = directoryDatabase;
        this.blocking = blocking;
    }

    /**
     * How far an app has come.
     *
     * @param lag how many changes it wasn't brought yet, at most; null when Kafka can't be asked
     * @param lastOutcome null when there was none, or MongoDB can't be asked
     */
    record Progress(@Nullable Long lag, @Nullable LastOutcome lastOutcome) {}

    Mono<Progress> of(String app) {
        return Mono.zip(optional(lag(app)), optional(lastOutcome(app)))
                .map(found ->
                        new Progress(found.getT1().orElse(null), found.getT2().orElse(null)));
    }

    private Mono<Long> lag(String app) {
        return offsets.of(AppGroup.of(app), Topics.CHANGES)
                .map(ranges ->
                        ranges.values().stream().mapToLong(Offsets.Range::lag).sum());
    }

    private Mono<LastOutcome> lastOutcome(String app) {
        return Mono.fromCallable(() -> database.getCollection(AppStatus.COLLECTION)
                        .find(new Document("_id", app))
                        .first())
                .subscribeOn(blocking)
                .map(AppStatus::from)
                .map(LastOutcome::of);
    }

    private static <T> Mono<Optional<T>> optional(Mono<T> value) {
        return value.map(Optional::of)
                .timeout(PATIENCE)
                .onErrorReturn(Optional.empty())
                .defaultIfEmpty(Optional.empty());
    }
}
