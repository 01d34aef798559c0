package dev.rollcall.ingest.drift;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.Reconciliation;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Wishes for reconciliations when they are due. All instances do it; that of the first counts. */
@Component
final class ReconciliationSchedule implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReconciliationSchedule.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final String OPERATOR = "schedule";

    private final Settings settings;
    private final Reconciliations reconciliations;
    private final Clock clock;
    private final Scheduler blocking;
    private volatile @Nullable Disposable looking;

    ReconciliationSchedule(Settings settings, Reconciliations reconciliations, Clock clock, Scheduler blocking) {
        this.settings = settings;
        this.reconciliations = reconciliations;
        this.clock = clock;
        this.blocking = blocking;
    }

    /** Begins what is due; done when it is wished for. */
    Mono<Void> look() {
        return Flux.defer(() -> Flux.fromIterable(settings.apps()))
                .filter(this::isDue)
                .concatMap(app -> reconciliations
                        .start(app.id(), OPERATOR, null)
                        .onErrorResume(ResponseStatusException.class, e -> {
                            log.atDebug()
                                    .addKeyValue("app", app.id())
                                    .setCause(e)
                                    .log("Not reconciled now");
                            return Mono.empty();
                        }))
                .then()
                .subscribeOn(blocking);
    }

    private boolean isDue(Settings.Entry<AppSetting> app) {
        String every = app.value().getReconcileEvery();
        if (every == null || !app.value().getEnabled() || app.value().getKind() != AppKind.SCIM) {
            return false;
        }
        Optional<Reconciliation> newest = reconciliations.newest(app.id());
        Instant last =
                newest.map(Reconciliation::getRequested).orElse(app.setting().getTime());
        return ReconcileEvery.of(every)
                        .after(last)
                        .filter(due -> !due.isAfter(clock.instant()))
                        .isPresent()
                && newest.filter(reconciliations::isUnderWay).isEmpty();
    }

    @Override
    public void start() {
        looking = Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(_ -> look().onErrorResume(RuntimeException.class, e -> {
                    log.atWarn().setCause(e).log("What is due to be reconciled can't be looked at; it is tried again");
                    return Mono.empty();
                }))
                .subscribe();
    }

    @Override
    public void stop() {
        Disposable running = looking;
        looking = null;
        if (running != null) {
            running.dispose();
        }
    }

    @Override
    public boolean isRunning() {
        return looking != null;
    }
}
