package dev.rollcall.ingest.console.recovery;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.ingest.console.Form;
import dev.rollcall.ingest.console.Leaf;
import dev.rollcall.ingest.console.OperatorNames;
import dev.rollcall.ingest.console.Trouble;
import dev.rollcall.ingest.delivery.Operators;
import dev.rollcall.ingest.rebuild.Rebuilding;
import dev.rollcall.ingest.replay.ReplayView;
import dev.rollcall.ingest.replay.Replaying;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Where whoever has lost something begins. */
@Controller
final class RecoveryPages {

    private static final String PATH = "/console/recovery";
    private static final int SHOWN = 5;
    private static final int MOST_PACE = 1_000_000;
    private static final Set<String> UNDER_WAY = Set.of("running", "paused");

    private final Rebuilding rebuilding;
    private final Replaying replaying;
    private final Settings settings;
    private final OperatorNames names;
    private final Scheduler blocking;
    private final Clock clock;

    RecoveryPages(
            Rebuilding rebuilding,
            Replaying replaying,
            Settings settings,
            OperatorNames names,
            Scheduler blocking,
            Clock clock) {
        this.rebuilding = rebuilding;
        this.replaying = replaying;
        this.settings = settings;
        this.names = names;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** @param isReplayed whether a replay is under way */
    record AppLine(String id, String name, boolean isScim, boolean isReplayed) {}

    @GetMapping(PATH)
    Mono<Rendering> show(@RequestParam(name = "page", required = false) @Nullable String page) {
        return page(page, null, Map.of());
    }

    /** Begins a rebuild. */
    @PostMapping(PATH)
    Mono<Rendering> rebuild(ServerWebExchange exchange) {
        return Mono.zip(Form.of(exchange), Operators.of(exchange)).flatMap(asked -> {
            Form form = asked.getT1();
            return Mono.defer(() -> rebuilding.begin(wanted(form), asked.getT2()))
                    .map(begun -> Rendering.redirectTo(PATH + "/rebuilds/" + begun.id())
                            .build())
                    .onErrorResume(e -> Trouble.of(e)
                            .map(trouble -> page(null, trouble, trouble.model(form)))
                            .orElseGet(() -> Mono.error(e)));
        });
    }

    private static Rebuilding.Wanted wanted(Form form) {
        return new Rebuilding.Wanted(
                form.given("reason").orElse(null),
                form.number("pace", "Records a second", MOST_PACE).orElse(null),
                form.isChecked("automatic"),
                form.isChecked("everything"));
    }

    private Mono<Rendering> page(@Nullable String page, @Nullable Trouble trouble, Map<String, ?> more) {
        return rebuilding.list().publishOn(blocking).map(rebuilds -> {
            Set<String> replayed = replaying.list(null).stream()
                    .filter(replay -> UNDER_WAY.contains(replay.state()))
                    .map(ReplayView::app)
                    .collect(Collectors.toSet());
            Leaf<Settings.Entry<AppSetting>> leaf =
                    Leaf.of(settings.apps(), app -> app.value().getName(), page);
            List<AppLine> apps = leaf.entries().stream()
                    .map(app -> new AppLine(
                            app.id(),
                            app.value().getName(),
                            app.value().getKind() == AppKind.SCIM,
                            replayed.contains(app.id())))
                    .toList();
            return Rendering.view("console/recovery")
                    .modelAttribute(
                            "rebuilds",
                            rebuilds.stream()
                                    .limit(SHOWN)
                                    .map(rebuild -> RebuildRow.of(rebuild, names, clock.instant()))
                                    .toList())
                    .modelAttribute("apps", apps)
                    .modelAttribute("leaf", leaf)
                    .model(more)
                    .status(trouble == null ? HttpStatus.OK : trouble.status())
                    .build();
        });
    }
}
