package dev.rollcall.ingest.console.recovery;

import dev.rollcall.event.AppSetting;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.ReplayState;
import dev.rollcall.ingest.console.Form;
import dev.rollcall.ingest.console.OperatorNames;
import dev.rollcall.ingest.console.Polled;
import dev.rollcall.ingest.console.Trouble;
import dev.rollcall.ingest.delivery.Operators;
import dev.rollcall.ingest.replay.DryRun;
import dev.rollcall.ingest.replay.ReplayView;
import dev.rollcall.ingest.replay.Replaying;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
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

/** The replays of an app: first it is shown what one would send, then it is started, watched, paused or ended. */
@Controller
final class ReplayPages {

    private static final String OF_APP = "/console/apps/{app}/replays";
    private static final String ONE = "/console/replays/{id}";
    private static final int LISTED = 50;

    private final Replaying replaying;
    private final Settings settings;
    private final OperatorNames names;
    private final Scheduler blocking;
    private final Clock clock;

    ReplayPages(Replaying replaying, Settings settings, OperatorNames names, Scheduler blocking, Clock clock) {
        this.replaying = replaying;
        this.settings = settings;
        this.names = names;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** A connection that a replay may be of. */
    record Choice(String id, String name) {}

    /** What may be begun, and what was; links from other pages say what they mean. */
    @GetMapping(OF_APP)
    Mono<Rendering> ofApp(
            @PathVariable String app,
            @RequestParam(required = false) @Nullable String user,
            @RequestParam(defaultValue = "false") boolean failed) {
        String what = user != null ? "user" : failed ? "failed" : "states";
        return page(app, new ReplayWish(what, user == null ? "" : user, "", "", ""), Map.of(), null);
    }

    /** Shows what it would send, and only then starts it. */
    @PostMapping(OF_APP)
    Mono<Rendering> ask(@PathVariable String app, ServerWebExchange exchange) {
        return Mono.zip(Form.of(exchange), Operators.of(exchange)).flatMap(asked -> {
            ReplayWish wish = ReplayWish.of(asked.getT1());
            Mono<Rendering> answer = asked.getT1().text("do").equals("start")
                    ? Mono.fromCallable(wish::body)
                            .flatMap(body -> replaying.create(app, body, asked.getT2()))
                            .map(made -> Rendering.redirectTo("/console/replays/" + made.id())
                                    .build())
                    : Mono.fromCallable(wish::body)
                            .flatMap(body -> replaying.dryRun(app, body, asked.getT2()))
                            .flatMap(run -> page(app, wish, dryRun(run), null));
            return answer.onErrorResume(e -> Trouble.of(e)
                    .map(trouble -> page(app, wish, Map.of(), trouble.at(asked.getT1())))
                    .orElseGet(() -> Mono.error(e)));
        });
    }

    private static Map<String, Object> dryRun(DryRun run) {
        return Map.of("run", run, "listed", run.listed().stream().limit(LISTED).toList());
    }

    private Mono<Rendering> page(String app, ReplayWish wish, Map<String, ?> more, @Nullable Trouble trouble) {
        return Mono.fromCallable(() -> {
                    AppSetting setting = app(app);
                    return Rendering.view("console/replays")
                            .modelAttribute("app", app)
                            .modelAttribute("name", setting.getName())
                            .modelAttribute("wish", wish)
                            .modelAttribute("choices", choices(setting))
                            .modelAttribute(
                                    "replays",
                                    replaying.list(app).stream()
                                            .map(replay -> ReplayRow.of(replay, names, clock.instant()))
                                            .toList())
                            .model(more)
                            .model(trouble == null ? Map.of() : trouble.model())
                            .status(trouble == null ? HttpStatus.OK : trouble.status())
                            .build();
                })
                .subscribeOn(blocking);
    }

    private AppSetting app(String id) {
        return settings.app(id)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no app with this id. The list of apps has all."))
                .value();
    }

    private List<Choice> choices(AppSetting app) {
        List<String> followed = app.getConnections();
        return settings.connections().stream()
                .filter(connection -> followed.isEmpty() || followed.contains(connection.id()))
                .map(ReplayPages::choice)
                .toList();
    }

    private static Choice choice(Settings.Entry<ConnectionSetting> connection) {
        return new Choice(connection.id(), connection.value().getName());
    }

    @GetMapping(ONE)
    Mono<Rendering> one(@PathVariable String id) {
        return one(id, null, Map.of());
    }

    private Mono<Rendering> one(String id, @Nullable Trouble trouble, Map<String, ?> more) {
        return row(id).map(row -> Rendering.view("console/replay")
                .modelAttribute("row", row)
                .modelAttribute(
                        "name",
                        settings.app(row.app())
                                .map(app -> app.value().getName())
                                .orElse(row.app()))
                .model(more)
                .status(trouble == null ? HttpStatus.OK : trouble.status())
                .build());
    }

    /** How far it is, to be swapped into the page. */
    @GetMapping(ONE + "/progress")
    Mono<Rendering> progress(@PathVariable String id, @RequestParam(defaultValue = "running") String state) {
        return row(id).map(row ->
                Polled.of(Rendering.view("console/replay :: progress").modelAttribute("row", row), state, row.state()));
    }

    private Mono<ReplayRow> row(String id) {
        return replaying.get(id).publishOn(blocking).map(this::row);
    }

    private ReplayRow row(ReplayView replay) {
        return ReplayRow.of(replay, names, clock.instant());
    }

    /** Pauses it, goes on with it, ends it, or changes its rate. */
    @PostMapping(ONE)
    Mono<Rendering> change(@PathVariable String id, ServerWebExchange exchange) {
        return Mono.zip(Form.of(exchange), Operators.of(exchange)).flatMap(asked -> {
            Form form = asked.getT1();
            return Mono.defer(() -> replaying.change(
                            id,
                            state(form.text("do")),
                            form.number("rate", "The rate", ReplayWish.MOST_RATE)
                                    .orElse(null),
                            form.given("reason").orElse(null),
                            asked.getT2()))
                    .map(_ -> Rendering.redirectTo("/console/replays/" + id).build())
                    .onErrorResume(e -> Trouble.of(e)
                            .map(trouble -> one(id, trouble, trouble.model(form)))
                            .orElseGet(() -> Mono.error(e)));
        });
    }

    private static ReplayState state(String asked) {
        return switch (asked) {
            case "pause" -> ReplayState.PAUSED;
            case "resume" -> ReplayState.RUNNING;
            case "cancel" -> ReplayState.CANCELLED;
            case "rate" -> ReplayState.UNKNOWN;
            default -> throw Refused.wrong("A replay can be paused, resumed, cancelled, or given another rate.");
        };
    }
}
