package dev.rollcall.ingest.delivery.projection;

import static com.mongodb.client.model.Filters.lt;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.schemas.delivery.ReceiptDocuments;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Deletes receipts and dead letters that are older than they are kept. It goes by ids and orders, which tell the time:
 * that works on engines without TTL too, and a changed setting holds at once. All instances do it.
 */
@Component
final class DeliveryRetention implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DeliveryRetention.class);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofHours(1);

    private final MongoDatabase database;
    private final Duration kept;
    private final Clock clock;
    private final Scheduler blocking;
    private volatile @Nullable Disposable sweeping;

    DeliveryRetention(MongoDatabase directoryDatabase, DeliveryProperties properties, Clock clock, Scheduler blocking) {
        this.database = directoryDatabase;
        this.kept = properties.retention();
        this.clock = clock;
        this.blocking = blocking;
    }

    /** Returns how many were deleted. Blocking. */
    long sweep() {
        String oldest = ReceiptDocuments.at(clock.instant().minus(kept));
        return database.getCollection(ReceiptDocuments.COLLECTION)
                        .deleteMany(lt(ReceiptDocuments.ID, oldest))
                        .getDeletedCount()
                + database.getCollection(LetterDocuments.COLLECTION)
                        .deleteMany(lt(LetterDocuments.ORDER, oldest))
                        .getDeletedCount();
    }

    @Override
    public void start() {
        sweeping = Flux.interval(FIRST, EVERY)
                .onBackpressureDrop()
                .concatMap(_ -> Mono.fromCallable(this::sweep)
                        .subscribeOn(blocking)
                        .onErrorResume(MongoException.class, e -> {
                            log.atWarn()
                                    .addKeyValue("cause", e.getClass().getSimpleName())
                                    .log("Old receipts and dead letters couldn't be deleted; it is tried again");
                            return Mono.empty();
                        }))
                .subscribe();
    }

    @Override
    public void stop() {
        Disposable running = sweeping;
        sweeping = null;
        if (running != null) {
            running.dispose();
        }
    }

    @Override
    public boolean isRunning() {
        return sweeping != null;
    }
}
