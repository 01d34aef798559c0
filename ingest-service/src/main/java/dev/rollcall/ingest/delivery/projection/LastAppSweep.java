package dev.rollcall.ingest.delivery.projection;

import com.mongodb.MongoException;
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

/** Has changes timed whose receipts are spread over instances, also when no more receipts come. All instances do it. */
@Component
final class LastAppSweep implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LastAppSweep.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final LastApp lastApp;
    private final Scheduler blocking;
    private volatile @Nullable Disposable sweeping;

    LastAppSweep(LastApp lastApp, Scheduler blocking) {
        this.lastApp = lastApp;
        this.blocking = blocking;
    }

    @Override
    public void start() {
        sweeping = Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(
                        _ -> Mono.fromRunnable(lastApp::sweep)
                                .subscribeOn(blocking)
                                .onErrorResume(MongoException.class, e -> {
                                    log.atDebug()
                                            .addKeyValue("cause", e.getClass().getSimpleName())
                                            .log("Changes can't be timed now; it is tried again");
                                    return Mono.empty();
                                }),
                        1)
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
