package dev.rollcall.ingest.console.letter;

import dev.rollcall.ingest.console.Form;
import dev.rollcall.ingest.console.OperatorNames;
import dev.rollcall.ingest.console.Trouble;
import dev.rollcall.ingest.delivery.Causes;
import dev.rollcall.ingest.delivery.DeadLetterLog;
import dev.rollcall.ingest.delivery.DeadLetterView;
import dev.rollcall.ingest.delivery.LetterDecisions;
import dev.rollcall.ingest.delivery.Operators;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Dead letters by cause, of a cause, and one by one; each can be tried again or skipped, with a reason. */
@Controller
final class LetterPages {

    private static final String PATH = "/console/dead-letters";
    private static final List<String> OPEN = List.of("OPEN");

    private final Causes causes;
    private final DeadLetterLog letters;
    private final LetterDecisions decisions;
    private final OperatorNames names;
    private final Settings settings;
    private final Scheduler blocking;
    private final Clock clock;

    LetterPages(
            Causes causes,
            DeadLetterLog letters,
            LetterDecisions decisions,
            OperatorNames names,
            Settings settings,
            Scheduler blocking,
            Clock clock) {
        this.causes = causes;
        this.letters = letters;
        this.decisions = decisions;
        this.names = names;
        this.settings = settings;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** A cause with its newest letter; null where that was settled right now. */
    record Told(CauseRow cause, @Nullable LetterRow example) {}

    private @Nullable LetterRow example(CauseRow cause) {
        return letters.list(cause.app(), null, cause.fault(), cause.key(), "open", null, 1).deadLetters().stream()
                .findFirst()
                .map(this::row)
                .orElse(null);
    }

    private LetterRow row(DeadLetterView letter) {
        String app = letter.app();
        return LetterRow.of(
                letter,
                app == null
                        ? null
                        : settings.app(app)
                                .map(entry -> entry.value().getName())
                                .orElse(null),
                names,
                clock.instant());
    }

    /** What is open, with the most letters first. */
    @GetMapping(PATH)
    Mono<Rendering> all() {
        return Mono.fromCallable(() -> Rendering.view("console/dead-letters")
                        .modelAttribute(
                                "causes",
                                causes.of(null, null, OPEN).stream()
                                        .map(cause -> CauseRow.of(cause, clock.instant()))
                                        .map(cause -> new Told(cause, example(cause)))
                                        .toList())
                        .build())
                .subscribeOn(blocking);
    }

    /** @param did what was done right before, to be told */
    @GetMapping(PATH + "/cause")
    Mono<Rendering> ofCause(
            @RequestParam(required = false) @Nullable String app,
            @RequestParam String fault,
            @RequestParam(defaultValue = "") String cause,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String did,
            @RequestParam(required = false) @Nullable Integer count) {
        var more = new HashMap<String, Object>();
        if (did != null && count != null) {
            more.put("did", did.equals("skip") ? "skip" : "retry");
            more.put("count", count);
        }
        return ofCause(app, fault, cause, cursor, more, HttpStatus.OK);
    }

    private Mono<Rendering> ofCause(
            @Nullable String app,
            String fault,
            String cause,
            @Nullable String cursor,
            Map<String, ?> more,
            HttpStatusCode status) {
        return Mono.fromCallable(() -> {
                    String given = app == null || app.isEmpty() ? null : app;
                    DeadLetterLog.DeadLetterPage page = letters.list(given, null, fault, cause, "open", cursor, null);
                    Optional<CauseRow> row = causes.of(given, null, OPEN).stream()
                            .map(view -> CauseRow.of(view, clock.instant()))
                            .filter(one -> one.is(given, fault, cause))
                            .findFirst();
                    return Rendering.view("console/dead-letters-of-cause")
                            .modelAttribute("app", given == null ? "" : given)
                            .modelAttribute("fault", fault)
                            .modelAttribute("cause", cause)
                            .modelAttribute(
                                    "letters",
                                    page.deadLetters().stream()
                                            .filter(letter -> (letter.app() == null) == (given == null))
                                            .map(this::row)
                                            .toList())
                            .model(row.map(one -> Map.of("row", one)).orElse(Map.of()))
                            .model(page.nextCursor() == null ? Map.of() : Map.of("older", page.nextCursor()))
                            .model(more)
                            .status(status)
                            .build();
                })
                .subscribeOn(blocking);
    }

    /** Retries or skips all that are open of a cause. */
    @PostMapping(PATH + "/cause")
    Mono<Rendering> decide(ServerWebExchange exchange) {
        return Mono.zip(Form.of(exchange), Operators.of(exchange)).flatMap(asked -> {
            Form form = asked.getT1();
            var wanted = new LetterDecisions.OfCause(
                    form.given("app").orElse(null),
                    form.given("cause").orElse(null),
                    form.given("reason").orElse(null));
            boolean isSkip = form.text("do").equals("skip");
            return (isSkip ? decisions.skip(wanted, asked.getT2()) : decisions.retry(wanted, asked.getT2()))
                    .map(done -> Rendering.redirectTo(UriComponentsBuilder.fromPath(PATH + "/cause")
                                    .queryParam("app", "{app}")
                                    .queryParam("fault", "{fault}")
                                    .queryParam("cause", "{cause}")
                                    .queryParam("did", isSkip ? "skip" : "retry")
                                    .queryParam("count", done.count())
                                    .encode()
                                    .buildAndExpand(form.text("app"), form.text("fault"), form.text("cause"))
                                    .toUriString())
                            .build())
                    .onErrorResume(e -> Trouble.of(e)
                            .map(trouble -> ofCause(
                                    form.text("app"),
                                    form.text("fault"),
                                    form.text("cause"),
                                    null,
                                    Map.of("problem", trouble.sentence()),
                                    trouble.status()))
                            .orElseGet(() -> Mono.error(e)));
        });
    }

    @GetMapping(PATH + "/{id}")
    Mono<Rendering> one(@PathVariable String id) {
        return one(id, Map.of(), HttpStatus.OK);
    }

    private Mono<Rendering> one(String id, Map<String, ?> more, HttpStatusCode status) {
        return Mono.fromCallable(() -> Rendering.view("console/dead-letter")
                        .modelAttribute("letter", row(letters.view(id)))
                        .model(more)
                        .status(status)
                        .build())
                .subscribeOn(blocking);
    }

    @PostMapping(PATH + "/{id}")
    Mono<Rendering> decide(@PathVariable String id, ServerWebExchange exchange) {
        return Mono.zip(Form.of(exchange), Operators.of(exchange)).flatMap(asked -> {
            String reason = asked.getT1().given("reason").orElse(null);
            return (asked.getT1().text("do").equals("skip")
                            ? decisions.skip(id, reason, asked.getT2())
                            : decisions.retry(id, reason, asked.getT2()))
                    .map(_ -> Rendering.redirectTo(UriComponentsBuilder.fromPath(PATH + "/{id}")
                                    .build(id)
                                    .toString())
                            .build())
                    .onErrorResume(e -> Trouble.of(e)
                            .map(trouble -> one(id, trouble.model(asked.getT1()), trouble.status()))
                            .orElseGet(() -> Mono.error(e)));
        });
    }
}
