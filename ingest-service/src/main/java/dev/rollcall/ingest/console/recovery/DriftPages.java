package dev.rollcall.ingest.console.recovery;

import dev.rollcall.ingest.console.Form;
import dev.rollcall.ingest.console.OperatorNames;
import dev.rollcall.ingest.console.Polled;
import dev.rollcall.ingest.console.Trouble;
import dev.rollcall.ingest.delivery.Operators;
import dev.rollcall.ingest.drift.Reconciling;
import dev.rollcall.ingest.drift.RepairRequest;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Reconciliations of a SCIM app: run, looked at, repaired. */
@Controller
final class DriftPages {

    private static final String PATH = "/console/apps/{app}/reconciliations";
    private static final int LISTED = 50;

    private final Reconciling reconciling;
    private final Settings settings;
    private final OperatorNames names;
    private final Scheduler blocking;
    private final Clock clock;

    DriftPages(Reconciling reconciling, Settings settings, OperatorNames names, Scheduler blocking, Clock clock) {
        this.reconciling = reconciling;
        this.settings = settings;
        this.names = names;
        this.blocking = blocking;
        this.clock = clock;
    }

    @GetMapping(PATH)
    Mono<Rendering> ofApp(@PathVariable String app) {
        return ofApp(app, null, Map.of());
    }

    private Mono<Rendering> ofApp(String app, @Nullable Trouble trouble, Map<String, ?> more) {
        return reconciling
                .list(app)
                .publishOn(blocking)
                .map(runs -> Rendering.view("console/reconciliations")
                        .modelAttribute("app", app)
                        .modelAttribute("name", name(app))
                        .modelAttribute(
                                "runs",
                                runs.stream()
                                        .map(run -> RunRow.of(run, names, clock.instant()))
                                        .toList())
                        .model(more)
                        .status(trouble == null ? HttpStatus.OK : trouble.status())
                        .build());
    }

    private String name(String app) {
        return settings.app(app).map(entry -> entry.value().getName()).orElse(app);
    }

    @PostMapping(PATH)
    Mono<Rendering> start(@PathVariable String app, ServerWebExchange exchange) {
        return Mono.zip(Form.of(exchange), Operators.of(exchange))
                .flatMap(asked -> reconciling
                        .start(app, asked.getT1().given("reason").orElse(null), asked.getT2())
                        .map(run -> to(app, run.id()))
                        .onErrorResume(e -> Trouble.of(e)
                                .map(trouble -> ofApp(app, trouble, trouble.model(asked.getT1())))
                                .orElseGet(() -> Mono.error(e))));
    }

    private static Rendering to(String app, String run) {
        return Rendering.redirectTo("/console/apps/" + app + "/reconciliations/" + run)
                .build();
    }

    /** @param kind of findings to look at; all when absent */
    @GetMapping(PATH + "/{run}")
    Mono<Rendering> run(
            @PathVariable String app,
            @PathVariable String run,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String cursor) {
        return run(app, run, kind, cursor, Map.of(), HttpStatus.OK.value());
    }

    private Mono<Rendering> run(
            String app, String run, @Nullable String kind, @Nullable String cursor, Map<String, ?> more, int status) {
        return Mono.zip(reconciling.get(app, run), reconciling.findings(app, run, kind, null, null, cursor, LISTED))
                .publishOn(blocking)
                .map(found -> {
                    String next = found.getT2().nextCursor();
                    return Rendering.view("console/reconciliation")
                            .modelAttribute("app", app)
                            .modelAttribute("name", name(app))
                            .modelAttribute("row", RunRow.of(found.getT1(), names, clock.instant()))
                            .modelAttribute(
                                    "findings",
                                    found.getT2().findings().stream()
                                            .map(FindingRow::of)
                                            .toList())
                            .modelAttribute("kind", kind == null ? "" : kind)
                            .modelAttribute("chosen", List.of())
                            .model(next == null ? Map.of() : Map.of("older", next))
                            .model(more)
                            .status(HttpStatus.valueOf(status))
                            .build();
                });
    }

    /** How far it is, to be swapped into the page. */
    @GetMapping(PATH + "/{run}/progress")
    Mono<Rendering> progress(
            @PathVariable String app, @PathVariable String run, @RequestParam(defaultValue = "") String state) {
        return reconciling
                .get(app, run)
                .publishOn(blocking)
                .map(view -> RunRow.of(view, names, clock.instant()))
                .map(row -> Polled.of(
                        Rendering.view("console/reconciliation :: progress")
                                .modelAttribute("app", app)
                                .modelAttribute("row", row),
                        state,
                        row.key()));
    }

    /** Repairs all, those of a kind, or those that were chosen. */
    @PostMapping(PATH + "/{run}/repair")
    Mono<Rendering> repair(@PathVariable String app, @PathVariable String run, ServerWebExchange exchange) {
        return Mono.zip(Form.of(exchange), Operators.of(exchange)).flatMap(asked -> {
            Form form = asked.getT1();
            return reconciling
                    .repair(app, run, wanted(form), asked.getT2())
                    .map(_ -> to(app, run))
                    .onErrorResume(e -> Trouble.of(e)
                            .map(trouble -> run(
                                    app,
                                    run,
                                    form.given("kind").orElse(null),
                                    null,
                                    refused(form, e, trouble),
                                    trouble.status().value()))
                            .orElseGet(() -> Mono.error(e)));
        });
    }

    private static RepairRequest wanted(Form form) {
        String what = form.text("do");
        return new RepairRequest(
                what.equals("all") ? true : null,
                what.equals("kind") ? List.of(form.text("kind")) : null,
                what.equals("chosen") ? new ArrayList<>(form.all("finding")) : null,
                form.given("reason").orElse(null),
                form.isChecked("confirm"));
    }

    /** What takes much of an app can be confirmed, as it was chosen. */
    private static Map<String, Object> refused(Form form, Throwable failure, Trouble trouble) {
        var more = new HashMap<String, Object>(trouble.model(form));
        more.put("chosen", form.all("finding"));
        if (failure instanceof ResponseStatusException refusal
                && refusal.getBody().getProperties() != null
                && refusal.getBody().getProperties().containsKey("deprovisions")) {
            more.put("isToBeConfirmed", true);
        }
        return more;
    }

    @PostMapping(PATH + "/{run}/cancel")
    Mono<Rendering> cancel(@PathVariable String app, @PathVariable String run) {
        return reconciling
                .cancel(app, run)
                .map(_ -> to(app, run))
                .onErrorResume(e -> Trouble.of(e)
                        .map(trouble -> run(
                                app,
                                run,
                                null,
                                null,
                                Map.of("problem", trouble.sentence()),
                                trouble.status().value()))
                        .orElseGet(() -> Mono.error(e)));
    }
}
