package dev.rollcall.ingest.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.ingest.activity.journey.Journey;
import dev.rollcall.ingest.activity.journey.Journeys;
import dev.rollcall.schemas.setting.Settings;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** The request log of a connection in the admin API. */
@RestController
@RequestMapping("/api/v1/connections/{connection}/requests")
final class RequestController {

    private final RequestLog log;
    private final Bodies bodies;
    private final LiveLog live;
    private final Journeys journeys;
    private final Settings settings;
    private final Scheduler blocking;

    RequestController(
            RequestLog log, Bodies bodies, LiveLog live, Journeys journeys, Settings settings, Scheduler blocking) {
        this.log = log;
        this.bodies = bodies;
        this.live = live;
        this.journeys = journeys;
        this.settings = settings;
        this.blocking = blocking;
    }

    /**
     * Some calls.
     *
     * @param nextCursor to be sent as {@code cursor} for the page after this; absent on the last one
     * @param position to be sent as {@code after} to the live log, which goes on there
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PageView(List<EntryView> requests, @Nullable String nextCursor, long position) {}

    /** Newest first. */
    @GetMapping
    Mono<PageView> list(@PathVariable String connection, @RequestParam MultiValueMap<String, String> parameters) {
        return Mono.fromCallable(() -> {
                    RequestQuery query = RequestParameters.read(known(connection), parameters);
                    RequestLog.Page page = log.list(query);
                    return new PageView(
                            page.entries().stream().map(EntryView::of).toList(), page.next(), page.position());
                })
                .subscribeOn(blocking);
    }

    /** With its body, redacted, where that is kept. */
    @GetMapping("/{request}")
    Mono<EntryView> get(@PathVariable String connection, @PathVariable String request) {
        return Mono.fromCallable(() -> {
                    RequestLogEntry entry = find(connection, request);
                    return EntryView.of(entry, bodies.of(entry).orElse(null));
                })
                .subscribeOn(blocking);
    }

    /** Where the call has come to: its changes, the directory, and each app. */
    @GetMapping("/{request}/journey")
    Mono<Journey> journey(@PathVariable String connection, @PathVariable String request) {
        return Mono.fromCallable(() -> journeys.of(find(connection, request)))
                .onErrorMap(
                        KafkaException.class,
                        _ -> new ResponseStatusException(
                                HttpStatus.SERVICE_UNAVAILABLE, "Kafka can't be reached; see /actuator/health."))
                .subscribeOn(blocking);
    }

    /**
     * The calls as they come, as server-sent events named {@code request}; a call of which more is known later comes
     * again with the same id. A reader that comes again says with Last-Event-ID where it was.
     *
     * @param after the position of a page, behind which to begin; without it begins now
     */
    @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<EntryView>> stream(
            @PathVariable String connection,
            @RequestParam(required = false) @Nullable String after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last) {
        String from = last == null || last.isBlank() ? after : last;
        return LiveEvents.of(live.of(known(connection), LiveEvents.position(from)));
    }

    private RequestLogEntry find(String connection, String request) {
        return log.find(known(connection), request)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        "There is no call with this id in this connection's log, or it is longer ago than the log is"
                                + " kept."));
    }

    private String known(String connection) {
        if (settings.connection(connection).isEmpty()) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "There is no connection with this id. GET /api/v1/connections lists all.");
        }
        return connection;
    }
}
