package dev.rollcall.ingest.upkeep;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Blocking work that is done again and again while the application runs; whatever it fails for, it is tried again. */
public abstract class Upkeep implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

    private final Duration first;
    private final Duration every;
    private final Scheduler blocking;
    private volatile @Nullable Disposable running;
    private volatile boolean isFailing;

    /** @param first how long after the start it is done for the first time */
    protected Upkeep(Duration first, Duration every, Scheduler blocking) {
        this.first = first;
        this.every = every;
        this.blocking = blocking;
    }

    /** Once. */
    protected abstract void work();

    /** Doesn't wait for the next time. */
    protected final void workSoon() {
        once().subscribe();
    }

    private Mono<Void> once() {
        return Mono.<Void>fromRunnable(() -> {
                    work();
                    isFailing = false;
                })
                .subscribeOn(blocking)
                .onErrorResume(RuntimeException.class, failure -> {
                    tell(failure);
                    return Mono.empty();
                });
    }

    /** Once, however often it is tried in vain. */
    private void tell(RuntimeException failure) {
        if (!isFailing) {
            isFailing = true;
            log.atWarn()
                    .addKeyValue("work", getClass().getSimpleName())
                    .addKeyValue("cause", failure.getClass().getSimpleName())
                    .log("What is done now and then failed; it is tried again");
        }
    }

    @Override
    public final void start() {
        running = Flux.interval(first, every)
                .onBackpressureDrop()
                .concatMap(_ -> once(), 1)
                .subscribe();
    }

    @Override
    public final void stop() {
        Disposable work = running;
        running = null;
        if (work != null) {
            work.dispose();
        }
    }

    @Override
    public final boolean isRunning() {
        return running != null;
    }
}
