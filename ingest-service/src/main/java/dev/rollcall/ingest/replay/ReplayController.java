package dev.rollcall.ingest.replay;

import dev.rollcall.event.ReplayState;
import dev.rollcall.ingest.delivery.Operators;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Replays in the admin API, for operators. */
@RestController
@RequestMapping("/api/v1")
final class ReplayController {

    private final Replaying replaying;

    ReplayController(Replaying replaying) {
        this.replaying = replaying;
    }

    /** @param reason why, for whoever looks later; optional */
    record Why(@Nullable String reason) {}

    /** @param rate the most changes a second from now on */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record NewRate(@Nullable Integer rate, @Nullable String reason) {}

    /** What the app would be sent; nothing is. */
    @PostMapping("/apps/{id}/replays/dry-run")
    Mono<DryRun> dryRun(@PathVariable String id, @RequestBody ReplayBody asked, ServerWebExchange exchange) {
        return Operators.of(exchange).flatMap(operator -> replaying.dryRun(id, asked, operator));
    }

    /** Gives the app again what is asked for; live changes go on beside it. */
    @PostMapping("/apps/{id}/replays")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ReplayView> create(@PathVariable String id, @RequestBody ReplayBody asked, ServerWebExchange exchange) {
        return Operators.of(exchange).flatMap(operator -> replaying.create(id, asked, operator));
    }

    /** Newest first, without progress. */
    @GetMapping("/apps/{id}/replays")
    List<ReplayView> ofApp(@PathVariable String id) {
        return list(id);
    }

    /** Of one app, or of all; newest first, without progress. */
    @GetMapping("/replays")
    List<ReplayView> list(@RequestParam(required = false) @Nullable String app) {
        return replaying.list(app);
    }

    /** With how far it is. */
    @GetMapping("/replays/{id}")
    Mono<ReplayView> get(@PathVariable String id) {
        return replaying.get(id);
    }

    /** Publishes nothing more for now; what was published is delivered. */
    @PostMapping("/replays/{id}/pause")
    Mono<ReplayView> pause(
            @PathVariable String id, @RequestBody(required = false) @Nullable Why why, ServerWebExchange exchange) {
        return change(id, ReplayState.PAUSED, null, why, exchange);
    }

    @PostMapping("/replays/{id}/resume")
    Mono<ReplayView> resume(
            @PathVariable String id, @RequestBody(required = false) @Nullable Why why, ServerWebExchange exchange) {
        return change(id, ReplayState.RUNNING, null, why, exchange);
    }

    /** Ends it for good; of a new app, what happened since it was made comes then without what was before. */
    @PostMapping("/replays/{id}/cancel")
    Mono<ReplayView> cancel(
            @PathVariable String id, @RequestBody(required = false) @Nullable Why why, ServerWebExchange exchange) {
        return change(id, ReplayState.CANCELLED, null, why, exchange);
    }

    /** Another rate from now on. */
    @PatchMapping("/replays/{id}")
    Mono<ReplayView> rate(@PathVariable String id, @RequestBody NewRate wanted, ServerWebExchange exchange) {
        return change(id, ReplayState.UNKNOWN, wanted.rate(), new Why(wanted.reason()), exchange);
    }

    private Mono<ReplayView> change(
            String id, ReplayState state, @Nullable Integer rate, @Nullable Why why, ServerWebExchange exchange) {
        return Operators.of(exchange)
                .flatMap(operator -> replaying.change(id, state, rate, why == null ? null : why.reason(), operator));
    }
}
