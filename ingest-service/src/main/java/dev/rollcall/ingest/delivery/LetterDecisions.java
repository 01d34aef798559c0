package dev.rollcall.ingest.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.ingest.delivery.projection.LetterDocuments;
import dev.rollcall.ingest.delivery.projection.LetterState;
import dev.rollcall.schemas.setting.Settings;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What operators decide about dead letters: to try them again, or to leave the apps without them. */
@Component
public final class LetterDecisions {

    /** The most letters of one call; the answer tells what is left. */
    private static final int MOST = 1_000;

    private static final int LONGEST_REASON = 500;
    private static final Set<LetterState> OPEN = EnumSet.of(LetterState.OPEN);
    private static final Set<LetterState> UNRESOLVED = EnumSet.complementOf(EnumSet.of(LetterState.RESOLVED));

    private final DeadLetterLog letters;
    private final Repairs repairs;
    private final StrayLetters strays;
    private final Settings settings;
    private final Scheduler blocking;

    LetterDecisions(
            DeadLetterLog letters, Repairs repairs, StrayLetters strays, Settings settings, Scheduler blocking) {
        this.letters = letters;
        this.repairs = repairs;
        this.strays = strays;
        this.settings = settings;
        this.blocking = blocking;
    }

    /**
     * All open letters of a cause.
     *
     * @param app absent for letters that are about no delivery
     * @param cause its key, as the letters and causes have it
     */
    public record OfCause(
            @Nullable String app,
            @Nullable String cause,
            @Nullable String reason) {}

    /**
     * What was done.
     *
     * @param remaining open letters of the cause that are left: call again
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Done(int count, @Nullable Long remaining) {}

    /** A step of {@link Repairs}. */
    private interface Step {
        int take(List<Document> letters, String operator, @Nullable String reason);
    }

    /** Sends a letter to its app once more; of no delivery, puts its record back on its topic. */
    public Mono<Done> retry(String id, @Nullable String reason, String operator) {
        return run(() -> {
            Document letter = unsettled(id);
            if (!isDelivery(letter)) {
                return putBack(letter, operator, checked(reason));
            }
            checkFollowed(letter);
            if (repairs.retry(List.of(letter), operator, checked(reason)) == 0) {
                throw conflict("The change isn't kept any more, or was too large to be. Push the resource again.");
            }
            return new Done(1, null);
        });
    }

    private Done putBack(Document letter, String operator, @Nullable String reason) {
        StrayLetters.objection(letter).ifPresent(objection -> {
            throw conflict(objection);
        });
        if (strays.putBack(List.of(letter), operator, reason) == 0) {
            throw conflict("Its record isn't kept any more.");
        }
        return new Done(1, null);
    }

    /** Sends all open ones of a cause once more, 1,000 at a time; without an app, those that are about no delivery. */
    public Mono<Done> retry(OfCause wanted, String operator) {
        return run(() -> {
            if (wanted.app() == null) {
                return all(wanted, this::putBack, operator);
            }
            Predicate<Document> isFollowed = isFollowedBy(wanted.app());
            return all(
                    wanted,
                    (found, who, reason) ->
                            repairs.retry(found.stream().filter(isFollowed).toList(), who, reason),
                    operator);
        });
    }

    /** Leaves the app without a letter; of no delivery, discards it. */
    public Mono<Done> skip(String id, @Nullable String reason, String operator) {
        return run(() -> {
            List<Document> letter = List.of(unsettled(id));
            return new Done(
                    isDelivery(letter.getFirst())
                            ? repairs.skip(letter, operator, checked(reason))
                            : strays.discard(letter, operator, checked(reason)),
                    null);
        });
    }

    /** Leaves the app without all open ones of a cause, 1,000 at a time; without an app, discards those of no delivery. */
    public Mono<Done> skip(OfCause wanted, String operator) {
        return run(() -> all(wanted, wanted.app() == null ? strays::discard : repairs::skip, operator));
    }

    private Done all(OfCause wanted, Step step, String operator) {
        String app = wanted.app();
        String cause = given("cause", wanted.cause());
        List<Document> found = letters.oldest(app, cause, OPEN, MOST).stream()
                .filter(letter -> isDelivery(letter) == (app != null))
                .toList();
        int count = found.isEmpty() ? 0 : step.take(found, operator, checked(wanted.reason()));
        return new Done(count, letters.count(app, cause, OPEN));
    }

    private int putBack(List<Document> found, String operator, @Nullable String reason) {
        List<Document> able = found.stream()
                .filter(letter -> StrayLetters.objection(letter).isEmpty())
                .toList();
        return able.isEmpty() ? 0 : strays.putBack(able, operator, reason);
    }

    private void checkFollowed(Document letter) {
        if (!isFollowedBy(letter.getString("app")).test(letter)) {
            throw conflict("The app doesn't follow this connection any more, so nobody would take it.");
        }
    }

    /** A letter that something is to be done about still. */
    private Document unsettled(String id) {
        Document letter = letters.find(id)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        "There is no dead letter with this id, or it is longer ago than they are kept."));
        if (!isDelivery(letter) && !OPEN.contains(LetterState.valueOf(letter.getString(LetterDocuments.STATE)))) {
            throw conflict("Its record was put back, or it was discarded; retries tells by whom.");
        }
        if (!UNRESOLVED.contains(LetterState.valueOf(letter.getString(LetterDocuments.STATE)))) {
            throw conflict("The app has this change or a newer one already; end tells which.");
        }
        return letter;
    }

    private static boolean isDelivery(Document document) {
        DeadLetter letter = LetterDocuments.letter(document);
        return letter.getApp() != null
                && letter.getConnection() != null
                && letter.getResource() != null
                && letter.getSequence() != null;
    }

    /** Whether the app gets what is of the letter's connection; a retry of anything else would wait for ever. */
    private Predicate<Document> isFollowedBy(@Nullable String app) {
        List<String> connections = settings.app(given("app", app))
                .orElseThrow(() -> conflict("There is no app with this id any more, so nobody would take it."))
                .value()
                .getConnections();
        return letter -> connections.isEmpty() || connections.contains(letter.getString("connection"));
    }

    private Mono<Done> run(Supplier<Done> step) {
        return Mono.fromSupplier(step)
                .subscribeOn(blocking)
                .onErrorMap(
                        failure -> failure instanceof KafkaException
                                || failure instanceof CompletionException
                                        && failure.getCause() instanceof KafkaException,
                        _ -> new ResponseStatusException(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "Kafka can't be reached; see /actuator/health. Some may be on their way: doing it again"
                                        + " does no harm."));
    }

    private static @Nullable String checked(@Nullable String reason) {
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw Parameters.wrong("reason must have at most " + LONGEST_REASON + " characters.");
        }
        return reason == null || reason.isBlank() ? null : reason.strip();
    }

    private static String given(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw Parameters.wrong(name + " is missing. Send {\"app\": ..., \"cause\": ...} as a letter has them.");
        }
        return value;
    }

    private static ResponseStatusException conflict(String detail) {
        return new ResponseStatusException(HttpStatus.CONFLICT, detail);
    }
}
