package dev.rollcall.ingest.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.schemas.setting.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
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
    private final Settings settings;
    private final Scheduler blocking;

    RequestController(RequestLog log, Bodies bodies, Settings settings, Scheduler blocking) {
        this.log = log;
        this.bodies = bodies;
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
        return Mono.fromCallable(() -> log.find(known(connection), request)
                        .map(entry -> EntryView.of(entry, bodies.of(entry).orElse(null)))
                        .orElseThrow(() -> new ResponseStatusException(
                                HttpStatus.NOT_FOUND,
                                "There is no call with this id in this connection's log, or it is longer ago than the"
                                        + " log is kept.")))
                .subscribeOn(blocking);
    }

    private String known(String connection) {
        if (settings.connection(connection).isEmpty()) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "There is no connection with this id. GET /api/v1/connections lists all.");
        }
        return connection;
    }
}
