package dev.rollcall.ingest.console;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import dev.rollcall.ingest.topic.Offsets;
import dev.rollcall.schemas.delivery.AppGroup;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** How apps do, many at once: how far behind they are by Kafka, and what the workers note of them. */
@Component
public final class AppStandings {

    /** A page is there at once, or says that it isn't known. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Offsets offsets;
    private final MongoDatabase database;
    private final Scheduler blocking;

    AppStandings(Offsets offsets, MongoDatabase directoryDatabase, Scheduler blocking) {
        this.offsets = offsets;
        this.database = directoryDatabase;
        this.blocking = blocking;
    }

    /**
     * Of one app.
     *
     * @param lag how many changes it wasn't brought yet, at most; null when Kafka can't be asked
     * @param status null when nothing was sent yet, or MongoDB can't be asked
     * @param isStatusKnown false when MongoDB can't be asked
     */
    public record Standing(@Nullable Long lag, @Nullable AppStatus status, boolean isStatusKnown) {}

    /** By the app's id. */
    public Mono<Map<String, Standing>> of(Collection<String> apps) {
        if (apps.isEmpty()) {
            return Mono.just(Map.of());
        }
        return Mono.zip(orNone(lags(apps)), orNone(statuses(apps))).map(found -> {
            Map<String, Long> lags = found.getT1().orElse(Map.of());
            Map<String, AppStatus> statuses = found.getT2().orElse(Map.of());
            boolean areStatusesKnown = found.getT2().isPresent();
            var standings = new HashMap<String, Standing>();
            apps.forEach(app -> standings.put(app, new Standing(lags.get(app), statuses.get(app), areStatusesKnown)));
            return standings;
        });
    }

    private Mono<Map<String, Long>> lags(Collection<String> apps) {
        return offsets.of(apps.stream().map(AppGroup::of).toList(), Topics.CHANGES)
                .map(groups -> {
                    var lags = new HashMap<String, Long>();
                    groups.forEach((group, ranges) -> lags.put(
                            AppGroup.app(group),
                            ranges.values().stream()
                                    .mapToLong(Offsets.Range::lag)
                                    .sum()));
                    return lags;
                });
    }

    private Mono<Map<String, AppStatus>> statuses(Collection<String> apps) {
        return Mono.<Map<String, AppStatus>>fromCallable(() -> {
                    var statuses = new HashMap<String, AppStatus>();
                    for (Document document :
                            database.getCollection(AppStatus.COLLECTION).find(Filters.in("_id", apps))) {
                        AppStatus status = AppStatus.from(document);
                        statuses.put(status.app(), status);
                    }
                    return statuses;
                })
                .subscribeOn(blocking);
    }

    private static <T> Mono<Optional<T>> orNone(Mono<T> found) {
        return found.timeout(PATIENCE).map(Optional::of).onErrorReturn(Optional.empty());
    }
}
