package dev.rollcall.ingest.hold;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.HoldOutcome;
import dev.rollcall.ingest.delivery.Operators;
import dev.rollcall.ingest.setting.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** The admin API for mass-change holds: what waits, whom it would hit, and deciding about it, for operators. */
@RestController
@RequestMapping("/api/v1/holds")
final class HoldController {

    private static final int MAX_LIMIT = 200;
    private static final int LONGEST_REASON = 500;
    private static final String DISCARDED =
            "What apps weren't told they hear of with the next change of the same person,"
                    + " which brings whatever is newest then. Whom to keep, activate or make anew at the identity provider.";

    private final Holds holds;
    private final HeldPeople people;
    private final Scheduler blocking;

    HoldController(Holds holds, HeldPeople people, Scheduler blocking) {
        this.holds = holds;
        this.people = people;
        this.blocking = blocking;
    }

    /** Those that wait, longest first, then those that are decided about, newest first. */
    record HoldList(List<HoldView> holds) {}

    /** A hold with a page of the people whom its release would hit, or has hit. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record HoldPage(
            HoldView hold,
            List<HeldPeople.HeldPerson> people,
            @Nullable String nextCursor) {}

    /**
     * A decision.
     *
     * @param reason why, for whoever looks later
     * @param lastSequence of the hold as the operator saw it: refused when it has grown since; absent for all by now
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Decision(@Nullable String reason, @Nullable Long lastSequence) {}

    /**
     * What was decided.
     *
     * @param note what it means from now on
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Decided(HoldView hold, @Nullable String note) {}

    @GetMapping
    Mono<HoldList> list(@RequestParam(required = false) @Nullable String state) {
        if (state != null && !List.of("open", "released", "discarded").contains(state)) {
            throw Refused.wrong("state must be open, released or discarded.");
        }
        return Mono.fromCallable(() -> new HoldList(holds.all().stream()
                        .filter(hold -> state == null || hold.state().equals(state))
                        .toList()))
                .subscribeOn(blocking);
    }

    @GetMapping("/{id}")
    Mono<HoldPage> get(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Refused.wrong("limit must be a whole number from 1 to " + MAX_LIMIT + '.');
        }
        HeldPeople.Place after = cursor == null
                ? null
                : HeldPeople.Place.parse(cursor)
                        .orElseThrow(() -> Refused.wrong("cursor must be next_cursor of a page before, as it came."));
        return Mono.fromCallable(() -> {
                    HoldView hold = holds.find(id).orElseThrow(Holds::noSuchHold);
                    HeldPeople.Page page = people.of(hold, after, limit);
                    return new HoldPage(
                            hold,
                            page.people(),
                            page.next() == null ? null : page.next().toString());
                })
                .subscribeOn(blocking);
    }

    /** Brings apps all that is held. */
    @PostMapping("/{id}/release")
    Mono<Decided> release(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Decision wish,
            ServerWebExchange exchange) {
        return decide(id, HoldOutcome.RELEASED, wish, exchange).map(hold -> new Decided(hold, null));
    }

    /** Brings apps what is held, but nothing by which somebody leaves. */
    @PostMapping("/{id}/discard")
    Mono<Decided> discard(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Decision wish,
            ServerWebExchange exchange) {
        return decide(id, HoldOutcome.DISCARDED, wish, exchange).map(hold -> new Decided(hold, DISCARDED));
    }

    private Mono<HoldView> decide(String id, HoldOutcome outcome, @Nullable Decision wish, ServerWebExchange exchange) {
        String reason =
                wish == null || wish.reason() == null ? "" : wish.reason().strip();
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw Refused.wrong("reason is missing or has more than " + LONGEST_REASON
                    + " characters. Say why, for whoever looks later.");
        }
        Long seen = wish == null ? null : wish.lastSequence();
        return Operators.of(exchange).flatMap(operator -> holds.decide(id, outcome, operator, reason, seen));
    }
}
