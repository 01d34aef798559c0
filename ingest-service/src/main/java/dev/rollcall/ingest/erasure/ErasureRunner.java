package dev.rollcall.ingest.erasure;

import dev.rollcall.event.Erasure;
import dev.rollcall.schemas.erasure.Erasures;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Takes erasures further that wait for something, or broke off. All instances do it. */
@Component
final class ErasureRunner implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ErasureRunner.class);

    private final Erasures erasures;
    private final Erasing erasing;
    private final ErasureProperties properties;
    private final Scheduler blocking;
    private volatile @Nullable Disposable running;

    ErasureRunner(Erasures erasures, Erasing erasing, ErasureProperties properties, Scheduler blocking) {
        this.erasures = erasures;
        this.erasing = erasing;
        this.properties = properties;
        this.blocking = blocking;
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

    @Override
    public void start() {
        running = Flux.interval(properties.interval())
                .onBackpressureDrop()
                .concatMap(_ -> Mono.fromRunnable(() -> erasures.unfinished().forEach(this::advance))
                        .subscribeOn(blocking))
                .subscribe();
    }

    @Override
    public void stop() {
        Disposable runs = running;
        running = null;
        if (runs != null) {
            runs.dispose();
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }
}
