package dev.rollcall.ingest.history.restore;

import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.delivery.Operators;
import org.apache.kafka.common.KafkaException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The admin API that brings users and groups back to what they were. */
@RestController
@RequestMapping("/api/v1/directory")
final class RestoreController {

    private final Restoration restoration;
    private final Scheduler blocking;

    RestoreController(Restoration restoration, Scheduler blocking) {
        this.restoration = restoration;
        this.blocking = blocking;
    }

    /** Shows what differs and gives its guard; with that guard, restores a user. A deleted one is created anew. */
    @PostMapping("/users/{id}/restore")
    Mono<RestoreView> user(
            @PathVariable String id, @RequestBody Restoration.Wanted wanted, ServerWebExchange exchange) {
        return run(ResourceType.USER, id, wanted, exchange);
    }

    /** Shows what differs and gives its guard; with that guard, restores a group. */
    @PostMapping("/groups/{id}/restore")
    Mono<RestoreView> group(
            @PathVariable String id, @RequestBody Restoration.Wanted wanted, ServerWebExchange exchange) {
        return run(ResourceType.GROUP, id, wanted, exchange);
    }

    private Mono<RestoreView> run(ResourceType type, String id, Restoration.Wanted wanted, ServerWebExchange exchange) {
        return Operators.of(exchange)
                .flatMap(operator -> Mono.fromCallable(() -> restoration.of(type, id, wanted, operator))
                        .subscribeOn(blocking))
                .onErrorMap(
                        KafkaException.class,
                        _ -> new ResponseStatusException(
                                HttpStatus.SERVICE_UNAVAILABLE, "Kafka can't be reached; see /actuator/health."));
    }
}
