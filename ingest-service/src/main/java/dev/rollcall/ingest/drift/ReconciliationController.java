package dev.rollcall.ingest.drift;

import dev.rollcall.ingest.delivery.Operators;
import java.util.List;
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

/** The admin API to compare a SCIM app with what it should have, and to mend the difference. */
@RestController
@RequestMapping("/api/v1/apps/{app}/reconciliations")
final class ReconciliationController {

    private final Reconciling reconciling;

    ReconciliationController(Reconciling reconciling) {
        this.reconciling = reconciling;
    }

    /** @param reason why, for whoever looks later; optional */
    record ReconciliationRequest(@Nullable String reason) {}

    /** 409 while one of the app is under way. */
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<RunView> start(
            @PathVariable String app,
            @RequestBody(required = false) @Nullable ReconciliationRequest asked,
            ServerWebExchange exchange) {
        String reason = asked == null ? null : asked.reason();
        return Operators.of(exchange).flatMap(operator -> reconciling.start(app, reason, operator));
    }

    /** Newest first. */
    @GetMapping
    Mono<List<RunView>> list(@PathVariable String app) {
        return reconciling.list(app);
    }

    @GetMapping("/{run}")
    Mono<RunView> get(@PathVariable String app, @PathVariable String run) {
        return reconciling.get(app, run);
    }

    /** What it found, in no order that means anything. */
    @GetMapping("/{run}/findings")
    Mono<Reconciling.FindingPage> findings(
            @PathVariable String app,
            @PathVariable String run,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String cause,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return reconciling.findings(app, run, kind, cause, state, cursor, limit);
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
        return Operators.of(exchange).flatMap(operator -> reconciling.repair(app, run, asked, operator));
    }

    /** Ends a run, or a repair, where it is; what was done by then stays done. */
    @PostMapping("/{run}/cancel")
    Mono<RunView> cancel(@PathVariable String app, @PathVariable String run) {
        return reconciling.cancel(app, run);
    }
}
