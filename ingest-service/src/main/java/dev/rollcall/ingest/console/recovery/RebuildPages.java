package dev.rollcall.ingest.console.recovery;

import dev.rollcall.ingest.console.Form;
import dev.rollcall.ingest.console.OperatorNames;
import dev.rollcall.ingest.console.Polled;
import dev.rollcall.ingest.console.Trouble;
import dev.rollcall.ingest.rebuild.RebuildView;
import dev.rollcall.ingest.rebuild.Rebuilding;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A rebuild of the directory: watched, switched to, confirmed, or given up. */
@Controller
final class RebuildPages {

    private static final String PATH = "/console/recovery/rebuilds";

    private final Rebuilding rebuilding;
    private final OperatorNames names;
    private final Scheduler blocking;
    private final Clock clock;

    RebuildPages(Rebuilding rebuilding, OperatorNames names, Scheduler blocking, Clock clock) {
        this.rebuilding = rebuilding;
        this.names = names;
        this.blocking = blocking;
        this.clock = clock;
    }

    @GetMapping(PATH + "/{id}")
    Mono<Rendering> show(@PathVariable String id) {
        return page(id, null);
    }

    private Mono<Rendering> page(String id, @Nullable Trouble trouble) {
        return row(id).map(row -> {
            var page = Rendering.view("console/rebuild")
                    .modelAttribute("row", row)
                    .model(trouble == null ? Map.of() : Map.of("problem", trouble.sentence()));
            return trouble == null
                    ? page.build()
                    : page.status(trouble.status()).build();
        });
    }

    /** How far it is, to be swapped into the page. */
    @GetMapping(PATH + "/{id}/progress")
    Mono<Rendering> progress(@PathVariable String id, @RequestParam(defaultValue = "building") String state) {
        return row(id).map(row -> Polled.of(
                Rendering.view("console/rebuild :: progress").modelAttribute("row", row), state, row.state()));
    }

    private Mono<RebuildRow> row(String id) {
        return rebuilding.get(id).publishOn(blocking).map(this::row);
    }

    private RebuildRow row(RebuildView rebuild) {
        return RebuildRow.of(rebuild, names, clock.instant());
    }

    /** Switches to it, back from it, confirms or cancels it. */
    @PostMapping(PATH + "/{id}")
    Mono<Rendering> step(@PathVariable String id, ServerWebExchange exchange) {
        return Form.of(exchange)
                .flatMap(form -> rebuilding.step(id, form.text("do")))
                .map(_ -> Rendering.redirectTo(PATH + "/" + id).build())
                .onErrorResume(
                        e -> Trouble.of(e).map(trouble -> page(id, trouble)).orElseGet(() -> Mono.error(e)));
    }
}
