package dev.rollcall.ingest.rebuild;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.event.RebuildSetting;
import dev.rollcall.ingest.delivery.Operators;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.schemas.setting.Settings;
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
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The admin API for rebuilds of the directory, for operators. */
@RestController
@RequestMapping("/api/v1/rebuilds")
final class RebuildController {

    private static final int LONGEST_REASON = 500;
    private static final int SHOWN = 50;

    private final Rebuilds rebuilds;
    private final Reports reports;
    private final Rest rest;
    private final Scheduler blocking;

    RebuildController(Rebuilds rebuilds, Reports reports, Rest rest, Scheduler blocking) {
        this.rebuilds = rebuilds;
        this.reports = reports;
        this.rest = rest;
        this.blocking = blocking;
    }

    /**
     * What is asked for; all of it is optional.
     *
     * @param reason why, for whoever looks later
     * @param recordsPerSecond the most that are copied in a second, of each partition
     * @param automatic whether it is switched to by itself when it is verified
     * @param everything whether the ledger and what is known of deliveries and requests is brought back, too
     */
    record Wanted(
            @Nullable String reason,
            @JsonProperty("records_per_second") @Nullable Integer recordsPerSecond,
            @Nullable Boolean automatic,
            @Nullable Boolean everything) {}

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<RebuildView> begin(@RequestBody(required = false) @Nullable Wanted wanted, ServerWebExchange exchange) {
        Rebuilds.Wish wish = wish(wanted == null ? new Wanted(null, null, null, null) : wanted);
        return Operators.of(exchange)
                .flatMap(operator -> rebuilds.begin(wish, operator))
                .flatMap(rebuild -> view(rebuild, true));
    }

    /** The newest first. */
    @GetMapping
    Mono<List<RebuildView>> list() {
        return Flux.fromIterable(rebuilds.all().stream().limit(SHOWN).toList())
                .concatMap(rebuild -> view(rebuild, false))
                .collectList();
    }

    @GetMapping("/{id}")
    Mono<RebuildView> get(@PathVariable String id) {
        return view(rebuilds.find(generation(id)), true);
    }

    /** @param step switch, rollback, confirm or cancel */
    @PostMapping("/{id}/{step}")
    Mono<RebuildView> step(@PathVariable String id, @PathVariable String step) {
        Step wanted = Step.of(step)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "A rebuild knows switch, rollback, confirm and cancel."));
        return rebuilds.take(generation(id), wanted).flatMap(rebuild -> view(rebuild, true));
    }

    private Mono<RebuildView> view(Settings.Entry<RebuildSetting> rebuild, boolean isWhole) {
        return Mono.fromCallable(() -> RebuildView.of(
                        rebuild, reports.of(rebuild.value().getGeneration()), rest.isLedgerWhole(), isWhole))
                .subscribeOn(blocking);
    }

    private static Rebuilds.Wish wish(Wanted wanted) {
        Integer pace = wanted.recordsPerSecond();
        if (pace != null && pace < 1) {
            throw Refused.wrong("records_per_second must be 1 or more; leave it out for as fast as it goes.");
        }
        String reason = wanted.reason();
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw Refused.wrong("reason must have at most " + LONGEST_REASON + " characters.");
        }
        return new Rebuilds.Wish(
                Boolean.TRUE.equals(wanted.automatic()),
                Boolean.TRUE.equals(wanted.everything()),
                pace,
                reason == null || reason.isBlank() ? null : reason.strip());
    }

    private static int generation(String id) {
        try {
            return Integer.parseInt(id);
        } catch (NumberFormatException e) {
            // there is none with a number that is less
            return -1;
        }
    }
}
