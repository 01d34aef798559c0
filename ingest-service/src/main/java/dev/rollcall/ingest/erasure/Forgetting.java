package dev.rollcall.ingest.erasure;

import dev.rollcall.event.Erasure;
import dev.rollcall.event.ErasureStep;
import dev.rollcall.ingest.setting.Refused;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Forgets people for whoever asks for it, and tells how far that is. */
@Component
public final class Forgetting {

    private static final int LONGEST_REASON = 500;

    private final ErasureRequests requests;
    private final Whom whom;
    private final Erasing erasing;
    private final Remains remains;
    private final Scheduler blocking;

    Forgetting(ErasureRequests requests, Whom whom, Erasing erasing, Remains remains, Scheduler blocking) {
        this.requests = requests;
        this.whom = whom;
        this.erasing = erasing;
        this.remains = remains;
        this.blocking = blocking;
    }

    /**
     * Begins it, or goes on with it.
     *
     * @param connection null where there is only one, or the id tells it
     * @param user id or userName
     * @param reason why; kept for ever, so it must not name the person
     * @param isForced whether not to wait for apps that don't take the deletion
     */
    public Mono<ErasureView> forget(
            @Nullable String connection, String user, String operator, @Nullable String reason, boolean isForced) {
        return Mono.fromCallable(() -> requests.make(connection, user, operator, reason(reason), isForced))
                .subscribeOn(blocking)
                .flatMap(this::view)
                .onErrorMap(Forgetting::isKafkas, _ -> noKafka());
    }

    /** How far it is; an error of status 404 where nobody asked for it. */
    public Mono<ErasureView> get(@Nullable String connection, String user) {
        return Mono.fromCallable(() -> whom.erasure(connection, user))
                .subscribeOn(blocking)
                .flatMap(this::view)
                .onErrorMap(Forgetting::isKafkas, _ -> noKafka());
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
