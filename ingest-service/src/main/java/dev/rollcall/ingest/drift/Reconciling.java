package dev.rollcall.ingest.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.Reconciliation;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.drift.FindingCause;
import dev.rollcall.schemas.drift.FindingKind;
import dev.rollcall.schemas.drift.FindingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** What operators do about reconciliations, and what they are told of them. */
@Component
public final class Reconciling {

    private final Reconciliations reconciliations;
    private final DriftLog runs;
    private final OpenLetters letters;
    private final MassRepair guard;
    private final Scheduler blocking;

    Reconciling(
            Reconciliations reconciliations, DriftLog runs, OpenLetters letters, MassRepair guard, Scheduler blocking) {
        this.reconciliations = reconciliations;
        this.runs = runs;
        this.letters = letters;
        this.guard = guard;
        this.blocking = blocking;
    }

    /** @param nextCursor to be sent as {@code cursor} for the page after this; absent on the last one */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FindingPage(
            List<FindingView> findings, @Nullable String nextCursor) {}

    /** Fails with 409 while one of the app is under way. */
    public Mono<RunView> start(String app, @Nullable String reason, String operator) {
        return Mono.defer(() -> reconciliations.start(app, operator, DriftParameters.reason(reason)))
                .map(wish -> RunView.of(app, wish));
    }

    /** Newest first. */
    public Mono<List<RunView>> list(String app) {
        return blocking(() -> {
            reconciliations.checkScim(app);
            Reconciliation wish = reconciliations.newest(app).orElse(null);
            var views = new ArrayList<RunView>();
            if (wish != null && runs.find(wish.getRun()).isEmpty()) {
                views.add(RunView.of(app, wish));
            }
            runs.of(app).forEach(run -> views.add(RunView.of(run, wish)));
            return views;
        });
    }

    public Mono<RunView> get(String app, String run) {
        return blocking(() -> view(app, run));
    }

    private RunView view(String app, String run) {
        reconciliations.checkScim(app);
        Reconciliation wish = reconciliations.newest(app).orElse(null);
        return runs.find(run)
                .filter(found -> found.app().equals(app))
                .map(found -> RunView.of(found, wish))
                .or(() -> reconciliations
                        .newest(app)
                        .filter(newest -> newest.getRun().equals(run))
                        .map(newest -> RunView.of(app, newest)))
                .orElseThrow(Reconciliations::noSuchRun);
    }

    /** What it found, in no order that means anything; what is null narrows nothing down. */
    public Mono<FindingPage> findings(
            String app,
            String run,
            @Nullable String kind,
            @Nullable String cause,
            @Nullable String state,
            @Nullable String cursor,
            @Nullable Integer limit) {
        return blocking(() -> {
            view(app, run);
            int most = DriftParameters.limit(limit);
            var wanted = new DriftLog.Wanted(
                    DriftParameters.names("kind", kind, FindingKind.values()),
                    DriftParameters.names("cause", cause, FindingCause.values()),
                    DriftParameters.names("state", state, FindingState.values()),
                    cursor == null ? null : Finding.key(run, cursor));
            List<Finding> found = runs.findings(run, wanted, most + 1);
            List<Finding> page = found.subList(0, Math.min(most, found.size()));
            Map<String, String> dead = letters.of(app, page);
            return new FindingPage(
                    page.stream()
                            .map(finding -> FindingView.of(
                                    finding, finding.resource() == null ? null : dead.get(finding.resource())))
                            .toList(),
                    found.size() > most ? page.getLast().id() : null);
        });
    }

    /** Brings what the run found to what it should be; fails with 409 where that takes much and isn't confirmed. */
    public Mono<RunView> repair(String app, String run, RepairRequest asked, String operator) {
        return Mono.fromCallable(
                        () -> asked.read(operator, DriftParameters.reason(asked.reason()), reconciliations.now()))
                .flatMap(repair -> blocking(() -> {
                    DriftRun found = reconciliations.begun(app, run);
                    // before anybody is asked to confirm what can't be done
                    reconciliations.checkPlace(found);
                    if (!asked.isConfirmed()) {
                        guard.check(found, repair);
                    }
                    return repair;
                }))
                .flatMap(checked -> reconciliations.repair(app, run, checked))
                .flatMap(_ -> get(app, run));
    }

    /** Ends a run, or a repair, where it is; what was done by then stays done. */
    public Mono<RunView> cancel(String app, String run) {
        return Mono.defer(() -> reconciliations.cancel(app, run)).flatMap(_ -> get(app, run));
    }

    private <T> Mono<T> blocking(Callable<T> step) {
        return Mono.fromCallable(step).subscribeOn(blocking);
    }
}
