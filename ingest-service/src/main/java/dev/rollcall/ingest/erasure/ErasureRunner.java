package dev.rollcall.ingest.erasure;

import dev.rollcall.event.Erasure;
import dev.rollcall.ingest.upkeep.Upkeep;
import dev.rollcall.schemas.erasure.Erasures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.scheduler.Scheduler;

/** Takes erasures further that wait for something, or broke off. All instances do it. */
@Component
final class ErasureRunner extends Upkeep {

    private static final Logger log = LoggerFactory.getLogger(ErasureRunner.class);

    private final Erasures erasures;
    private final ErasureLog topic;
    private final Erasing erasing;

    ErasureRunner(
            Erasures erasures, ErasureLog topic, Erasing erasing, ErasureProperties properties, Scheduler blocking) {
        super(properties.interval(), properties.interval(), blocking);
        this.erasures = erasures;
        this.topic = topic;
        this.erasing = erasing;
    }

    @Override
    protected void work() {
        try {
            topic.mend();
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("What is known of an erasure can't be written again; it is tried again");
        }
        erasures.unfinished().forEach(this::advance);
    }

    private void advance(Erasure erasure) {
        try {
            erasing.advance(erasure);
        } catch (RuntimeException e) {
            // one that fails must not hold up the others
            log.atWarn()
                    .addKeyValue("connection", erasure.getConnection())
                    .addKeyValue("resource", erasure.getUser())
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("An erasure can't go on; it is tried again");
        }
    }
}
