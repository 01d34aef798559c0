package dev.rollcall.ingest.rebuild;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rollcall.event.RebuildSetting;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.schemas.setting.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What operators do about rebuilds of the directory, and what they are told of them. */
@Component
public final class Rebuilding {

    private static final int LONGEST_REASON = 500;
    private static final int SHOWN = 50;

    private final Rebuilds rebuilds;
    private final Reports reports;
    private final Rest rest;
    private final Scheduler blocking;

    Rebuilding(Rebuilds rebuilds, Reports reports, Rest rest, Scheduler blocking) {
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
    public record Wanted(
            @Nullable String reason,
            @JsonProperty("records_per_second") @Nullable Integer recordsPerSecond,
            @Nullable Boolean automatic,
            @Nullable Boolean everything) {}

    public Mono<RebuildView> begin(Wanted wanted, String operator) {
        return Mono.fromCallable(() -> wish(wanted))
                .flatMap(wish -> rebuilds.begin(wish, operator))
                .flatMap(rebuild -> view(rebuild, true));
    }

    /** The newest first, without what was compared. */
    public Mono<List<RebuildView>> list() {
        return Flux.fromIterable(rebuilds.all().stream().limit(SHOWN).toList())
                .concatMap(rebuild -> view(rebuild, false))
                .collectList();
    }

    /** Fails with 404 where there is none. */
    public Mono<RebuildView> get(String id) {
        return Mono.fromCallable(() -> rebuilds.find(generation(id))).flatMap(rebuild -> view(rebuild, true));
    }

    /** @param step switch, rollback, confirm or cancel */
    public Mono<RebuildView> step(String id, String step) {
        return Mono.fromCallable(() -> Step.of(step)
                        .orElseThrow(() -> new ResponseStatusException(
                                HttpStatus.NOT_FOUND, "A rebuild knows switch, rollback, confirm and cancel.")))
                .flatMap(wanted -> rebuilds.take(generation(id), wanted))
                .flatMap(rebuild -> view(rebuild, true));
    }

    private Mono<RebuildView> view(Settings.Entry<RebuildSetting> rebuild, boolean isWhole) {
        return Mono.fromCallable(() -> RebuildView.of(
                        rebuild, reports.of(rebuild.value().getGeneration()), rest.isLedgerWhole(), isWhole))
                .subscribeOn(blocking);
    }

    private static Rebuilds.Wish wish(Wanted wanted) {
        Integer pace = wanted.recordsPerSecond();
        if (pace != null && pace < 1) {
            throw Refused.wrong(
                    "records_per_second must be 1 or more; leave it out for as fast as changes that come meanwhile allow.");
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
