package dev.rollcall.ingest.rebuild;

import dev.rollcall.event.RebuildSetting;
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

/** Takes a rebuild on when its workers are done with it. All instances do it; the first one is heard. */
@Component
final class RebuildWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RebuildWatch.class);
    private static final Duration EVERY = Duration.ofMillis(500);

    private final Rebuilds rebuilds;
    private final Reports reports;
    private final Scheduler blocking;
    private volatile @Nullable Disposable watching;

    RebuildWatch(Rebuilds rebuilds, Reports reports, Scheduler blocking) {
        this.rebuilds = rebuilds;
        this.reports = reports;
        this.blocking = blocking;
    }

    private Mono<Void> look() {
        return Mono.justOrEmpty(rebuilds.building())
                .flatMap(rebuild -> Mono.fromCallable(() -> reports.of(rebuild.getGeneration()))
                        .subscribeOn(blocking)
                        .flatMap(report -> conclude(rebuild, report)))
                .onErrorResume(e -> {
                    log.atWarn()
                            .addKeyValue("cause", e.getClass().getSimpleName())
                            .log("Can't look after the rebuild; trying again");
                    return Mono.empty();
                });
    }

    private Mono<Void> conclude(RebuildSetting rebuild, Report report) {
        return report.isEqual() || report.isDifferent()
                ? rebuilds.verified(rebuild.getGeneration(), !report.isDifferent(), report.summary())
                        .doOnNext(after -> log.atInfo()
                                .addKeyValue("rebuild", after.id())
                                .addKeyValue("state", after.value().getState())
                                .log("The rebuild was verified"))
                        .then()
                : Mono.empty();
    }

    @Override
    public void start() {
        watching = Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(_ -> look(), 1)
                .subscribe();
    }

    @Override
    public void stop() {
        Disposable running = watching;
        watching = null;
        if (running != null) {
            running.dispose();
        }
    }

    @Override
    public boolean isRunning() {
        return watching != null;
    }
}
