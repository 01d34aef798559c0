package dev.rollcall.ingest.history.projection;

import dev.rollcall.ingest.upkeep.Upkeep;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.scheduler.Scheduler;

/** Looks whether the projection of places has to begin anew. All instances do it. */
@Component
final class PositionMending extends Upkeep {

    private static final Duration EVERY = Duration.ofSeconds(2);

    private final PositionProjection projection;

    PositionMending(PositionProjection projection, Scheduler blocking) {
        super(EVERY, EVERY, blocking);
        this.projection = projection;
    }

    @Override
    protected void work() {
        projection.mend();
    }
}
