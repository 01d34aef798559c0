package dev.rollcall.ingest.delivery.projection;

import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoDatabase;
import dev.rollcall.ingest.upkeep.Upkeep;
import dev.rollcall.schemas.delivery.ReceiptDocuments;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.scheduler.Scheduler;

/**
 * Deletes receipts and dead letters that are older than they are kept. It goes by ids and orders, which tell the time:
 * that works on engines without TTL too, and a changed setting holds at once. All instances do it.
 */
@Component
final class DeliveryRetention extends Upkeep {

    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofHours(1);

    private final MongoDatabase database;
    private final Duration kept;
    private final Clock clock;

    DeliveryRetention(MongoDatabase directoryDatabase, DeliveryProperties properties, Clock clock, Scheduler blocking) {
        super(FIRST, EVERY, blocking);
        this.database = directoryDatabase;
        this.kept = properties.retention();
        this.clock = clock;
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
    protected void work() {
        sweep();
    }
}
