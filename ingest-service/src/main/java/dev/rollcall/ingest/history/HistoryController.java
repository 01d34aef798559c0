package dev.rollcall.ingest.history;

import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.setting.Refused;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The admin API for the past of users and groups. */
@RestController
@RequestMapping("/api/v1/directory")
final class HistoryController {

    private static final int MAX_LIMIT = 200;

    private final Whereabouts whereabouts;
    private final Past past;
    private final Timelines timelines;
    private final Scheduler blocking;

    HistoryController(Whereabouts whereabouts, Past past, Timelines timelines, Scheduler blocking) {
        this.whereabouts = whereabouts;
        this.past = past;
        this.timelines = timelines;
        this.blocking = blocking;
    }

    /**
     * A user with its groups or a group with its members, as it was at a time or after the change with a sequence; with
     * neither, as it is.
     *
     * @param connection may be left out, for the id tells it
     */
    @GetMapping({"/users/{id}", "/groups/{id}"})
    Mono<PointView> point(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(required = false) @Nullable Long sequence,
            @RequestParam(required = false) @Nullable String connection,
            ServerWebExchange exchange) {
        return run(() -> past.of(type(exchange), connection, id, at, sequence));
    }

    /** The changes of a group, or of a user with those by which it joined or left groups; newest first. */
    @GetMapping({"/users/{id}/timeline", "/groups/{id}/timeline"})
    Mono<TimelineView> timeline(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String connection,
            ServerWebExchange exchange) {
        return run(() -> {
            if (limit < 1 || limit > MAX_LIMIT) {
                throw Refused.wrong("limit must be a whole number from 1 to " + MAX_LIMIT + '.');
            }
            Subject subject = whereabouts.find(type(exchange), connection, id);
            return timelines.of(subject, cursor == null ? Long.MAX_VALUE : cursor, limit);
        });
    }

    private static ResourceType type(ServerWebExchange exchange) {
        PathPattern path = exchange.getRequiredAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return path.getPatternString().contains("/users/") ? ResourceType.USER : ResourceType.GROUP;
    }

    private <T> Mono<T> run(Callable<T> work) {
        return Mono.fromCallable(work)
                .onErrorMap(
                        KafkaException.class,
                        _ -> new ResponseStatusException(
                                HttpStatus.SERVICE_UNAVAILABLE, "Kafka can't be reached; see /actuator/health."))
                .subscribeOn(blocking);
    }
}
