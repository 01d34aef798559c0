package dev.rollcall.ingest.rebuild;

import com.mongodb.client.MongoDatabase;
import dev.rollcall.ingest.topic.Positions;
import dev.rollcall.schemas.delivery.LedgerMark;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What MongoDB holds beside the directory; each part is brought back from the log by who writes it, once it is unknown. */
@Component
final class Rest {

    private final Positions positions;
    private final LedgerMark ledger;
    private final Scheduler blocking;

    Rest(Positions positions, MongoDatabase directoryDatabase, Scheduler blocking) {
        this.positions = positions;
        this.ledger = new LedgerMark(directoryDatabase);
        this.blocking = blocking;
    }

    /** Lets receipts, dead letters, the request log and the ledger be completed from their topics. */
    Mono<Void> forget() {
        return Mono.<Void>fromRunnable(() -> {
                    positions.forget();
                    ledger.forget();
                })
                .subscribeOn(blocking);
    }

    /** Whether the ledger is complete. Blocking. */
    boolean isLedgerWhole() {
        return ledger.isWhole();
    }
}
