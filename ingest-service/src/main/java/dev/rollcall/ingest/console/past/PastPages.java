package dev.rollcall.ingest.console.past;

import dev.rollcall.ingest.connection.Connections;
import dev.rollcall.ingest.console.Form;
import dev.rollcall.ingest.console.Kind;
import dev.rollcall.ingest.console.Trouble;
import dev.rollcall.ingest.console.When;
import dev.rollcall.ingest.delivery.Operators;
import dev.rollcall.ingest.history.Past;
import dev.rollcall.ingest.history.PointView;
import dev.rollcall.ingest.history.restore.Restoration;
import dev.rollcall.ingest.history.restore.RestoreView;
import dev.rollcall.ingest.setting.Refused;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriBuilder;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A person or a group as they were, and back to that: first it is shown what that changes, then it is done, with a reason.
 */
@Controller
final class PastPages {

    private static final String WHOSE = "/console/connections/{connection}/{folder:people|groups}/{id}";

    private final Connections connections;
    private final Past past;
    private final Restoration restoration;
    private final Members members;
    private final Scheduler blocking;
    private final Clock clock;

    PastPages(
            Connections connections,
            Past past,
            Restoration restoration,
            Members members,
            Scheduler blocking,
            Clock clock) {
        this.connections = connections;
        this.past = past;
        this.restoration = restoration;
        this.members = members;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** @param page of the members of a group */
    @GetMapping(WHOSE + "/then")
    Mono<Rendering> then(
            @PathVariable String connection,
            @PathVariable String folder,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(required = false) @Nullable String sequence,
            @RequestParam(required = false) @Nullable String page) {
        var whose = new Whose(Kind.in(folder), connection, id);
        return rendered(whose, at, sequence, () -> {
            PointView point = past.of(whose.kind().type(), connection, id, utc(at), number(sequence));
            var told = new HashMap<String, Object>(Map.of(
                    "attributes", Attributes.of(point.resource()),
                    "since", When.of(point.since(), clock.instant()),
                    "made", point.sequence(),
                    "isKnown", point.membershipsKnown()));
            if (whose.kind().isGroup()) {
                told.put(
                        "members",
                        members.of(
                                connection,
                                Memberships.ids(point.resource(), "members"),
                                page,
                                whose.then(at, sequence)));
            } else {
                told.put("groups", Memberships.groups(point.resource(), connection));
            }
            return told;
        });
    }

    /** Without a guard it shows what would be done; with it, it does that. */
    @PostMapping(WHOSE + "/restore")
    Mono<Rendering> restore(
            @PathVariable String connection,
            @PathVariable String folder,
            @PathVariable String id,
            ServerWebExchange exchange) {
        var whose = new Whose(Kind.in(folder), connection, id);
        return Mono.zip(Form.of(exchange), Operators.of(exchange)).flatMap(asked -> {
            Form form = asked.getT1();
            String at = form.given("at").orElse(null);
            String sequence = form.given("sequence").orElse(null);
            return rendered(whose, at, sequence, () -> {
                RestoreView plan = restoration.of(
                        whose.kind().type(),
                        id,
                        new Restoration.Wanted(
                                utc(at),
                                number(sequence),
                                connection,
                                form.given("guard").orElse(null),
                                form.given("reason").orElse(null)),
                        asked.getT2());
                return Map.of(
                        "plan", plan,
                        "differences",
                                plan.differences().stream()
                                        .map(ChangeRow.Line::of)
                                        .toList(),
                        "effects", Effects.of(plan, whose.kind()),
                        "restored", whose.kind().path(connection, plan.restoredAs()),
                        "since", When.of(plan.since(), clock.instant()));
            });
        });
    }

    /** Whose past a page is about. */
    private record Whose(Kind kind, String connection, String id) {

        UriBuilder then(@Nullable String at, @Nullable String sequence) {
            return UriComponentsBuilder.fromPath(kind.path(connection, id) + "/then")
                    .queryParamIfPresent("at", Optional.ofNullable(at))
                    .queryParamIfPresent("sequence", Optional.ofNullable(sequence));
        }
    }

    private Mono<Rendering> rendered(
            Whose whose, @Nullable String at, @Nullable String sequence, Supplier<Map<String, Object>> told) {
        return Mono.fromCallable(() -> {
                    var model = new HashMap<String, Object>();
                    // an unknown connection is nothing to be told on a page of somebody
                    connections.find(whose.connection());
                    model.put("kind", whose.kind());
                    model.put("path", whose.kind().path(whose.connection(), whose.id()));
                    model.put("at", at == null ? "" : at);
                    model.put("sequence", sequence == null ? "" : sequence);
                    Optional<Trouble> trouble = Optional.empty();
                    try {
                        model.putAll(told.get());
                    } catch (RuntimeException e) {
                        trouble = Optional.of(Trouble.of(e).orElseThrow(() -> e));
                        model.put("problem", trouble.get().sentence() + since(e));
                    }
                    var page = Rendering.view("console/then").model(model);
                    trouble.ifPresent(wrong -> page.status(wrong.status()));
                    return page.build();
                })
                .subscribeOn(blocking);
    }

    /** What a refusal tells of when somebody came or left. */
    private String since(RuntimeException failure) {
        return failure instanceof ResponseStatusException refusal
                        && refusal.getBody().getProperties() instanceof Map<String, Object> told
                ? told.entrySet().stream()
                        .flatMap(one -> one.getValue() instanceof Instant time
                                ? Stream.of(" " + StringUtils.capitalize(one.getKey()) + " "
                                        + When.of(time, clock.instant()).shown() + '.')
                                : Stream.<String>empty())
                        .collect(Collectors.joining())
                : "";
    }

    private static @Nullable String utc(@Nullable String at) {
        return at == null || at.isBlank() ? null : Form.utc(at);
    }

    private static @Nullable Long number(@Nullable String sequence) {
        if (sequence == null || sequence.isBlank()) {
            return null;
        }
        try {
            return Long.valueOf(sequence.strip());
        } catch (NumberFormatException e) {
            throw Refused.wrong("sequence must be the number of a change.");
        }
    }
}
