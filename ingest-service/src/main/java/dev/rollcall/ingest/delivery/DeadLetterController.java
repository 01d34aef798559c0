package dev.rollcall.ingest.delivery;

import dev.rollcall.ingest.delivery.projection.LetterState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The admin API for dead letters: what was given up, and why. */
@RestController
@RequestMapping("/api/v1/dead-letters")
final class DeadLetterController {

    private static final List<LetterState> STATES = List.of(LetterState.values());

    private final DeadLetterLog letters;
    private final Causes causes;
    private final LetterRecords records;
    private final Scheduler blocking;

    DeadLetterController(DeadLetterLog letters, Causes causes, LetterRecords records, Scheduler blocking) {
        this.letters = letters;
        this.causes = causes;
        this.records = records;
        this.blocking = blocking;
    }

    /** Newest first. */
    @GetMapping
    Mono<DeadLetterLog.DeadLetterPage> list(
            @RequestParam(required = false) @Nullable String app,
            @RequestParam(required = false) @Nullable String connection,
            @RequestParam(required = false) @Nullable String fault,
            @RequestParam(required = false) @Nullable String cause,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return Mono.fromCallable(() -> letters.list(app, connection, fault, cause, state, cursor, limit))
                .subscribeOn(blocking);
    }

    /** Those with the most letters first; of open ones unless told otherwise. */
    @GetMapping("/causes")
    Mono<List<Causes.CauseView>> causes(
            @RequestParam(required = false) @Nullable String app,
            @RequestParam(required = false) @Nullable String connection,
            @RequestParam(defaultValue = "open") String state) {
        return Mono.fromCallable(() -> causes.of(app, connection, Parameters.names("state", state, STATES)))
                .subscribeOn(blocking);
    }

    /** What it is about, decoded where that is possible, without personal data. */
    @GetMapping("/{id}/record")
    Mono<RecordView> record(@PathVariable String id) {
        return Mono.fromCallable(() -> letters.find(id)
                        .flatMap(records::view)
                        .orElseThrow(() -> new ResponseStatusException(
                                HttpStatus.NOT_FOUND,
                                "There is no dead letter with this id, or its record isn't kept.")))
                .subscribeOn(blocking);
    }

    @GetMapping("/{id}")
    Mono<DeadLetterView> get(@PathVariable String id) {
        return Mono.fromCallable(() -> letters.view(id)).subscribeOn(blocking);
    }
}
