package dev.rollcall.ingest.drift;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.Reconciliation;
import dev.rollcall.ingest.upkeep.Upkeep;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.scheduler.Scheduler;

/** Wishes for reconciliations when they are due. All instances do it; that of the first counts. */
@Component
final class ReconciliationSchedule extends Upkeep {

    private static final Logger log = LoggerFactory.getLogger(ReconciliationSchedule.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final String OPERATOR = "schedule";

    private final Settings settings;
    private final Reconciliations reconciliations;
    private final Clock clock;

    ReconciliationSchedule(Settings settings, Reconciliations reconciliations, Clock clock, Scheduler blocking) {
        super(EVERY, EVERY, blocking);
        this.settings = settings;
        this.reconciliations = reconciliations;
        this.clock = clock;
    }

    @Override
    protected void work() {
        settings.apps().stream().filter(this::isDue).forEach(app -> begin(app.id()));
    }

    private void begin(String app) {
        try {
            reconciliations.start(app, OPERATOR, null).block();
        } catch (ResponseStatusException e) {
            log.atDebug().addKeyValue("app", app).setCause(e).log("Not reconciled now");
        }
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
}
