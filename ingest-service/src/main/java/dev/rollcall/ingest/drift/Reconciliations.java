package dev.rollcall.ingest.drift;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.Reconciliation;
import dev.rollcall.event.ReconciliationRepair;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.ingest.setting.SettingsLog;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Wishes to reconcile apps, as settings: one at a time of an app, however many instances take them. */
@Component
class Reconciliations {

    /** What no worker has begun for so long, none begins any more. */
    private static final Duration STALE = Duration.ofDays(1);

    private final Settings settings;
    private final SettingsLog log;
    private final DriftLog runs;
    private final Clock clock;

    Reconciliations(Settings settings, SettingsLog log, DriftLog runs, Clock clock) {
        this.settings = settings;
        this.log = log;
        this.runs = runs;
        this.clock = clock;
    }

    /** @throws ResponseStatusException 404 for no app, 409 for one of another kind, or while one is under way */
    Mono<Reconciliation> start(String app, String operator, @Nullable String reason) {
        checkScim(app);
        Instant now = now();
        var wish = Reconciliation.newBuilder()
                .setRun(UuidCreator.getTimeOrderedEpoch().toString())
                .setRequested(now)
                .setOperator(operator)
                .setReason(reason)
                .build();
        String key = Settings.reconciliationKey(app);
        return log.change(key, before -> {
                    if (before != null && isUnderWay(before.getReconciliation())) {
                        throw Refused.conflict("The app is being reconciled or repaired: "
                                + before.getReconciliation().getRun() + ". Wait for its end, or cancel it.");
                    }
                    return Setting.newBuilder()
                            .setId(key)
                            .setCreated(before == null ? now : before.getCreated())
                            .setTime(now)
                            .setReconciliation(wish)
                            .build();
                })
                .map(Setting::getReconciliation);
    }

    /**
     * Wishes for a repair.
     *
     * @throws ResponseStatusException 404 for no run, 409 for one that isn't the newest, or isn't done, or is of where the app
     *     was before
     */
    Mono<Reconciliation> repair(String app, String run, ReconciliationRepair repair) {
        return change(app, run, wish -> {
            DriftRun found = begun(app, run);
            if (!found.state().isOver() || isUnderWay(wish)) {
                throw Refused.conflict("The run, or its repair, is under way still. Wait for its end, or cancel it.");
            }
            checkPlace(found);
            return Reconciliation.newBuilder(wish)
                    .setCancelled(false)
                    .setRepair(repair)
                    .build();
        });
    }

    /** @throws ResponseStatusException 404 for no run, 409 for one that no worker has begun */
    DriftRun begun(String app, String run) {
        return runs.find(run)
                .filter(found -> found.app().equals(app))
                .orElseThrow(() ->
                        newest(app).filter(wish -> wish.getRun().equals(run)).isPresent()
                                ? Refused.conflict(
                                        "No worker has begun this reconciliation, so it has found nothing to be repaired."
                                                + " Wait for its end; if none comes, or it was cancelled, begin another one.")
                                : noSuchRun());
    }

    Mono<Reconciliation> cancel(String app, String run) {
        return change(app, run, wish -> {
            if (!isUnderWay(wish)) {
                throw Refused.conflict("It is over already.");
            }
            return Reconciliation.newBuilder(wish).setCancelled(true).build();
        });
    }

    private Mono<Reconciliation> change(String app, String run, UnaryOperator<Reconciliation> change) {
        checkScim(app);
        return log.change(Settings.reconciliationKey(app), before -> {
                    Reconciliation wish = before == null ? null : before.getReconciliation();
                    if (wish == null || !wish.getRun().equals(run)) {
                        throw runs.find(run)
                                        .filter(found -> found.app().equals(app))
                                        .isPresent()
                                ? Refused.conflict(
                                        "There is a newer reconciliation of the app; what this one found may be history.")
                                : noSuchRun();
                    }
                    return Setting.newBuilder(Objects.requireNonNull(before))
                            .setTime(now())
                            .setReconciliation(change.apply(wish))
                            .build();
                })
                .map(Setting::getReconciliation);
    }

    /** The newest wish. */
    Optional<Reconciliation> newest(String app) {
        return settings.reconciliation(app).map(Settings.Entry::value);
    }

    /** Whether a worker does something about it, or is to. */
    boolean isUnderWay(Reconciliation wish) {
        Optional<DriftRun> found = runs.find(wish.getRun());
        if (found.isEmpty()) {
            return !wish.getCancelled() && wish.getRequested().plus(STALE).isAfter(clock.instant());
        }
        DriftRun run = found.get();
        if (!run.state().isOver()) {
            return true;
        }
        ReconciliationRepair repair = wish.getRepair();
        if (repair == null) {
            return false;
        }
        DriftRun.Repair last = run.repair();
        return last != null && last.id().equals(repair.getId()) ? !last.state().isOver() : !wish.getCancelled();
    }

    /** @throws ResponseStatusException 404 when there is no such app, 409 when it isn't brought to a state */
    void checkScim(String app) {
        AppSetting setting = settings.app(app)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no app with this id. GET /api/v1/apps lists all."))
                .value();
        if (setting.getKind() != AppKind.SCIM) {
            throw Refused.conflict("Only a SCIM app can be asked what it has.");
        }
    }

    /** @throws ResponseStatusException 409 for a run of where the app was before it was moved */
    void checkPlace(DriftRun run) {
        if (settings.app(run.app()).filter(app -> run.isOf(app.value())).isEmpty()) {
            throw Refused.conflict(DriftRun.MOVED);
        }
    }

    static ResponseStatusException noSuchRun() {
        return new ResponseStatusException(
                HttpStatus.NOT_FOUND,
                "There is no such reconciliation of this app, or it is longer ago than they are kept.");
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
