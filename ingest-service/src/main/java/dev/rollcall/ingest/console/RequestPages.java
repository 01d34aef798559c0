package dev.rollcall.ingest.console;

import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.ingest.activity.Advice;
import dev.rollcall.ingest.activity.Bodies;
import dev.rollcall.ingest.activity.RequestLog;
import dev.rollcall.ingest.activity.RequestParameters;
import dev.rollcall.ingest.activity.RequestQuery;
import dev.rollcall.ingest.activity.journey.Journey;
import dev.rollcall.ingest.activity.journey.Journeys;
import dev.rollcall.ingest.connection.Connections;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The request log of a connection, and the way of each call. */
@Controller
final class RequestPages {

    private static final String CURSOR = "cursor";
    private static final String LIMIT = "limit";
    private static final String PAGE = "50";
    private static final Map<String, Trouble.Field> FIELDS =
            Map.of("resource", new Trouble.Field("resource", "The resource id"));
    private static final List<String> FILTERS = List.of("method", "status", "resource_type", "resource", "warnings");

    private final Connections connections;
    private final RequestLog log;
    private final Bodies bodies;
    private final Journeys journeys;
    private final Scheduler blocking;

    RequestPages(Connections connections, RequestLog log, Bodies bodies, Journeys journeys, Scheduler blocking) {
        this.connections = connections;
        this.log = log;
        this.bodies = bodies;
        this.journeys = journeys;
        this.blocking = blocking;
    }

    /** A line about a call. */
    record Field(String name, String value, @Nullable String link) {}

    /** Those that fit the filter; the newest ones follow the log. */
    @GetMapping("/console/connections/{id}/requests")
    Mono<Rendering> list(@PathVariable String id, @RequestParam MultiValueMap<String, String> asked) {
        return Mono.fromCallable(() -> list(id, given(asked), asked.getFirst(CURSOR)))
                .subscribeOn(blocking);
    }

    private Rendering list(String id, MultiValueMap<String, String> filters, @Nullable String cursor) {
        String name = connections.find(id).value().getName();
        var parameters = new LinkedMultiValueMap<>(filters);
        parameters.set(LIMIT, PAGE);
        if (cursor != null) {
            parameters.set(CURSOR, cursor);
        }
        RequestLog.Page page;
        Trouble trouble = null;
        try {
            page = log.list(RequestParameters.read(id, parameters));
        } catch (ResponseStatusException e) {
            trouble = Trouble.of(e).orElseThrow(() -> e).at(FIELDS);
            page = log.list(RequestQuery.newest(id, Integer.parseInt(PAGE)));
        }
        var more = new HashMap<String, Object>(trouble == null ? Map.of() : trouble.model());
        if (page.next() != null) {
            more.put("older", uri(id, filters).queryParam(CURSOR, page.next()).toUriString());
        }
        return Rendering.view("console/requests")
                .modelAttribute("connection", id)
                .modelAttribute("name", name)
                .modelAttribute("filter", filters.toSingleValueMap())
                .modelAttribute(
                        "rows", page.entries().stream().map(RequestRow::of).toList())
                .modelAttribute("live", cursor == null && trouble == null)
                .modelAttribute("here", uri(id, filters).toUriString())
                .model(more)
                .status(trouble == null ? HttpStatus.OK : trouble.status())
                .build();
    }

    private static MultiValueMap<String, String> given(MultiValueMap<String, String> asked) {
        var given = new LinkedMultiValueMap<String, String>();
        for (String name : FILTERS) {
            String value = asked.getFirst(name);
            if (value != null && !value.isBlank()) {
                given.set(name, value.strip());
            }
        }
        return given;
    }

    private static UriComponentsBuilder uri(String id, MultiValueMap<String, String> filters) {
        return UriComponentsBuilder.fromPath("/console/connections/" + id + "/requests")
                .queryParams(filters)
                .encode();
    }

    @GetMapping("/console/connections/{id}/requests/{request}")
    Mono<Rendering> show(@PathVariable String id, @PathVariable String request) {
        return apart(() -> find(id, request))
                // both look something up in Kafka, so they do at once
                .flatMap(entry -> Mono.zip(apart(() -> bodies.of(entry)), apart(() -> journeys.of(entry)))
                        .map(read -> page(id, entry, read.getT1(), read.getT2())));
    }

    private <T> Mono<T> apart(Callable<T> read) {
        return Mono.fromCallable(read).subscribeOn(blocking);
    }

    private RequestLogEntry find(String id, String request) {
        return log.find(connections.find(id).id(), request)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        "There is no such call in this connection's log, or it is longer ago than the log is kept."));
    }

    private Rendering page(String id, RequestLogEntry entry, Optional<String> body, Journey journey) {
        var more = new HashMap<String, Object>();
        Advice.of(entry).ifPresent(advice -> more.put("advice", advice));
        body.ifPresent(text -> more.put("body", text));
        return Rendering.view("console/request")
                .modelAttribute("connection", id)
                .modelAttribute("name", connections.find(id).value().getName())
                .modelAttribute("row", RequestRow.of(entry))
                .modelAttribute("warnings", entry.getWarnings())
                .modelAttribute("stops", Stops.of(journey))
                .modelAttribute("fields", fields(entry))
                .model(more)
                .build();
    }

    private static List<Field> fields(RequestLogEntry entry) {
        var fields = new ArrayList<Field>();
        add(fields, "Query", entry.getQuery());
        add(fields, "Error", entry.getScimType());
        add(
                fields,
                "Resource",
                entry.getResource() == null ? null : label(entry) + " " + entry.getResource(),
                Kind.path(label(entry), entry.getConnection(), entry.getResource()));
        add(fields, "Found", entry.getFound());
        add(fields, "Request id (txn)", entry.getTxn());
        add(fields, "Sequence of its last change", entry.getSequence());
        add(fields, "Credential", entry.getCredential());
        add(fields, "From", entry.getAddress());
        add(fields, "User agent", entry.getUserAgent());
        add(fields, "Trace", entry.getTraceparent());
        add(fields, "Part of the bulk call", entry.getBulk());
        add(fields, "Id in the log", entry.getId());
        return fields;
    }

    private static @Nullable String label(RequestLogEntry entry) {
        return entry.getResourceType() == null
                ? null
                : entry.getResourceType().name().toLowerCase(Locale.ROOT);
    }

    private static void add(List<Field> fields, String name, @Nullable Object value) {
        add(fields, name, value, null);
    }

    private static void add(List<Field> fields, String name, @Nullable Object value, @Nullable String link) {
        if (value != null) {
            fields.add(new Field(name, value.toString(), link));
        }
    }
}
