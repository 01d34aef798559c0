package dev.rollcall.ingest.rebuild;

import dev.rollcall.ingest.delivery.Operators;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The admin API for rebuilds of the directory, for operators. */
@RestController
@RequestMapping("/api/v1/rebuilds")
final class RebuildController {

    private static final Rebuilding.Wanted ANY = new Rebuilding.Wanted(null, null, null, null);

    private final Rebuilding rebuilding;

    RebuildController(Rebuilding rebuilding) {
        this.rebuilding = rebuilding;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<RebuildView> begin(
            @RequestBody(required = false) Rebuilding.@Nullable Wanted wanted, ServerWebExchange exchange) {
        return Operators.of(exchange).flatMap(operator -> rebuilding.begin(wanted == null ? ANY : wanted, operator));
    }

    /** The newest first. */
    @GetMapping
    Mono<List<RebuildView>> list() {
        return rebuilding.list();
    }

    @GetMapping("/{id}")
    Mono<RebuildView> get(@PathVariable String id) {
        return rebuilding.get(id);
    }

    /** @param step switch, rollback, confirm or cancel */
    @PostMapping("/{id}/{step}")
    Mono<RebuildView> step(@PathVariable String id, @PathVariable String step) {
        return rebuilding.step(id, step);
    }
}
