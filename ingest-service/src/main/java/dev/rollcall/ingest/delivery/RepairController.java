package dev.rollcall.ingest.delivery;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The admin API to do something about dead letters, for operators. */
@RestController
@RequestMapping("/api/v1/dead-letters")
final class RepairController {

    private final LetterDecisions decisions;

    RepairController(LetterDecisions decisions) {
        this.decisions = decisions;
    }

    /** @param reason why, for whoever looks later; optional */
    record Why(@Nullable String reason) {}

    /** Sends it to its app once more; of no delivery, puts its record back on its topic. */
    @PostMapping("/{id}/retry")
    Mono<LetterDecisions.Done> retry(
            @PathVariable String id, @RequestBody(required = false) @Nullable Why why, ServerWebExchange exchange) {
        return Operators.of(exchange).flatMap(operator -> decisions.retry(id, reason(why), operator));
    }

    /** Sends all open ones of a cause once more, 1,000 at a time; without an app, those that are about no delivery. */
    @PostMapping("/retry")
    Mono<LetterDecisions.Done> retry(@RequestBody LetterDecisions.OfCause wanted, ServerWebExchange exchange) {
        return Operators.of(exchange).flatMap(operator -> decisions.retry(wanted, operator));
    }

    /** Leaves the app without it; of no delivery, discards it. */
    @PostMapping("/{id}/skip")
    Mono<LetterDecisions.Done> skip(
            @PathVariable String id, @RequestBody(required = false) @Nullable Why why, ServerWebExchange exchange) {
        return Operators.of(exchange).flatMap(operator -> decisions.skip(id, reason(why), operator));
    }

    /** Leaves the app without all open ones of a cause, 1,000 at a time; without an app, discards those of no delivery. */
    @PostMapping("/skip")
    Mono<LetterDecisions.Done> skip(@RequestBody LetterDecisions.OfCause wanted, ServerWebExchange exchange) {
        return Operators.of(exchange).flatMap(operator -> decisions.skip(wanted, operator));
    }

    private static @Nullable String reason(@Nullable Why why) {
        return why == null ? null : why.reason();
    }
}
