package dev.rollcall.ingest.erasure;

import dev.rollcall.event.Erasure;
import dev.rollcall.event.ErasureStep;
import dev.rollcall.ingest.delivery.Operators;
import dev.rollcall.ingest.scim.PublicUrl;
import dev.rollcall.ingest.setting.Refused;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The admin API that forgets people, and tells how far that is. */
@RestController
@RequestMapping("/api/v1/directory/users/{user}/erasure")
final class ErasureController {

    private static final int LONGEST_REASON = 500;

    private final ErasureRequests requests;
    private final Whom whom;
    private final Erasing erasing;
    private final Remains remains;
    private final ErasureStatements statements;
    private final PublicUrl url;
    private final Scheduler blocking;

    ErasureController(
            ErasureRequests requests,
            Whom whom,
            Erasing erasing,
            Remains remains,
            ErasureStatements statements,
            PublicUrl url,
            Scheduler blocking) {
        this.requests = requests;
        this.whom = whom;
        this.erasing = erasing;
        this.remains = remains;
        this.statements = statements;
        this.url = url;
        this.blocking = blocking;
    }

    /**
     * Why, and how.
     *
     * @param connection may be left out where there is only one, or the id tells it
     * @param reason why; kept for ever, so it must not name the person
     * @param force whether not to wait for apps that don't take the deletion
     */
    record Wanted(
            @Nullable String connection,
            @Nullable String reason,
            @Nullable Boolean force) {}

    /** Forgets a person, by id or userName: out of the directory and the apps first. Again: goes on, and tells how far it is. */
    @PostMapping
    Mono<ErasureView> erase(@PathVariable String user, @RequestBody Wanted wanted, ServerWebExchange exchange) {
        return Operators.of(exchange)
                .flatMap(operator -> Mono.fromCallable(() -> requests.make(
                                wanted.connection(),
                                user,
                                operator,
                                reason(wanted.reason()),
                                Boolean.TRUE.equals(wanted.force())))
                        .subscribeOn(blocking))
                .flatMap(this::view)
                .onErrorMap(ErasureController::isKafkas, _ -> noKafka());
    }

    /** How far it is, what is gone, and what remains until when; by id, or by userName while that is known. */
    @GetMapping
    Mono<ErasureView> get(@PathVariable String user, @RequestParam(required = false) @Nullable String connection) {
        return Mono.fromCallable(() -> whom.erasure(connection, user))
                .subscribeOn(blocking)
                .flatMap(this::view)
                .onErrorMap(ErasureController::isKafkas, _ -> noKafka());
    }

    /** The same, signed; 409 with what it waits for while it isn't done. */
    @GetMapping(path = "/statement", produces = "application/jwt")
    Mono<String> statement(
            @PathVariable String user,
            @RequestParam(required = false) @Nullable String connection,
            ServerHttpRequest request) {
        return get(user, connection)
                .map(ErasureController::done)
                .flatMap(view -> statements.of(view, url.of(request) + "/scim/v2/" + view.connection()));
    }

    private static ErasureView done(ErasureView view) {
        if (!view.state().equals("done")) {
            throw Refused.conflict("The erasure isn't done, so nobody can vouch for it. It is " + view.state() + '.');
        }
        return view;
    }

    private Mono<ErasureView> view(Erasure erasure) {
        return Mono.fromCallable(() -> waitsFor(erasure))
                .subscribeOn(blocking)
                .flatMap(waitsFor -> remains.of(erasure).map(found -> ErasureView.of(erasure, waitsFor, found)));
    }

    private List<String> waitsFor(Erasure erasure) {
        return erasure.getStep() == ErasureStep.REQUESTED
                ? erasing.awaited(erasure)
                : erasure.getStep() == ErasureStep.DONE ? List.of() : erasing.apps(erasure);
    }

    private static String reason(@Nullable String reason) {
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw Refused.wrong("Say why with reason, in at most " + LONGEST_REASON + " characters.");
        }
        return reason.strip();
    }

    private static boolean isKafkas(Throwable failure) {
        return failure instanceof KafkaException
                || failure instanceof CompletionException && failure.getCause() instanceof KafkaException;
    }

    private static ResponseStatusException noKafka() {
        return new ResponseStatusException(
                HttpStatus.SERVICE_UNAVAILABLE,
                "Kafka can't be reached; see /actuator/health. Whatever was begun goes on by itself.");
    }
}
