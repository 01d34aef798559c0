package dev.rollcall.ingest.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.Reconciliation;
import dev.rollcall.ingest.delivery.Operators;
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
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** The admin API to compare a SCIM app with what it should have, and to mend the difference. */
@RestController
@RequestMapping("/api/v1/apps/{app}/reconciliations")
final class ReconciliationController {

    private final Reconciliations reconciliations;
    private final DriftLog runs;
    private final OpenLetters letters;
    private final MassRepair guard;
    private final Scheduler blocking;

    ReconciliationController(
            Reconciliations reconciliations, DriftLog runs, OpenLetters letters, MassRepair guard, Scheduler blocking) {
        this.reconciliations = reconciliations;
        this.runs = runs;
        this.letters = letters;
        this.guard = guard;
        this.blocking = blocking;
    }

    /** @param reason why, for whoever looks later; optional */
    record ReconciliationRequest(@Nullable String reason) {}

    /** @param nextCursor to be sent as {@code cursor} for the page after this; absent on the last one */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FindingPage(List<FindingView> findings, @Nullable String nextCursor) {}

    /** 409 while one of the app is under way. */
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<RunView> start(
            @PathVariable String app,
            @RequestBody(required = false) @Nullable ReconciliationRequest asked,
            ServerWebExchange exchange) {
        String reason = DriftParameters.reason(asked == null ? null : asked.reason());
        return Operators.of(exchange)
                .flatMap(operator -> reconciliations.start(app, operator, reason))
                .map(wish -> RunView.of(app, wish));
    }

    /** Newest first. */
    @GetMapping
    Mono<List<RunView>> list(@PathVariable String app) {
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

    @GetMapping("/{run}")
    Mono<RunView> get(@PathVariable String app, @PathVariable String run) {
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

    /** What it found, in no order that means anything. */
    @GetMapping("/{run}/findings")
    Mono<FindingPage> findings(
            @PathVariable String app,
            @PathVariable String run,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String cause,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
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

    /**
     * Brings what the run found to what it should be, through the app's deliveries. What we never made is only touched
     * where its finding is named: one that fits ours is adopted, any other removed.
     */
    @PostMapping("/{run}/repair")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<RunView> repair(
            @PathVariable String app,
            @PathVariable String run,
            @RequestBody RepairRequest asked,
            ServerWebExchange exchange) {
        return Operators.of(exchange)
                .flatMap(operator -> {
                    var repair = asked.read(operator, DriftParameters.reason(asked.reason()), reconciliations.now());
                    return blocking(() -> {
                                DriftRun found = runs.find(run)
                                        .filter(one -> one.app().equals(app))
                                        .orElseThrow(Reconciliations::noSuchRun);
                                if (!asked.isConfirmed()) {
                                    guard.check(found, repair);
                                }
                                return repair;
                            })
                            .flatMap(checked -> reconciliations.repair(app, run, checked));
                })
                .flatMap(_ -> get(app, run));
    }

    /** Ends a run, or a repair, where it is; what was done by then stays done. */
    @PostMapping("/{run}/cancel")
    Mono<RunView> cancel(@PathVariable String app, @PathVariable String run) {
        return reconciliations.cancel(app, run).flatMap(_ -> get(app, run));
    }

    private <T> Mono<T> blocking(Callable<T> step) {
        return Mono.fromCallable(step).subscribeOn(blocking);
    }
}
