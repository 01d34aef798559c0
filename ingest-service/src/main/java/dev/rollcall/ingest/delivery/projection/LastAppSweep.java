package dev.rollcall.ingest.delivery.projection;

import dev.rollcall.ingest.upkeep.Upkeep;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.scheduler.Scheduler;

/** Has changes timed whose receipts are spread over instances, also when no more receipts come. All instances do it. */
@Component
final class LastAppSweep extends Upkeep {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final LastApp lastApp;

    LastAppSweep(LastApp lastApp, Scheduler blocking) {
        super(EVERY, EVERY, blocking);
        this.lastApp = lastApp;
    }

    @Override
    protected void work() {
        lastApp.sweep();
    }
}
