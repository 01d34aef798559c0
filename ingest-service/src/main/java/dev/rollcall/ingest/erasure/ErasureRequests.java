package dev.rollcall.ingest.erasure;

import dev.rollcall.event.Erasure;
import dev.rollcall.event.ErasureStep;
import dev.rollcall.ingest.history.restore.Lineages;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.schemas.erasure.Erasures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes wishes that somebody be forgotten: writes each down, and then gets as far with it as it can. Blocking. */
@Component
final class ErasureRequests {

    /** For the apps to be told of the deletion, so that the answer can be that all is gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration LOOK = Duration.ofMillis(200);

    private final Whom whom;
    private final Lineages lineages;
    private final Erasures erasures;
    private final ErasureLog log;
    private final Erasing erasing;
    private final Clock clock;

    ErasureRequests(Whom whom, Lineages lineages, Erasures erasures, ErasureLog log, Erasing erasing, Clock clock) {
        this.whom = whom;
        this.lineages = lineages;
        this.erasures = erasures;
        this.log = log;
        this.erasing = erasing;
        this.clock = clock;
    }

    /** Also of whoever is the same person, because the one was restored in the place of the other. */
    Erasure make(@Nullable String connection, String idOrName, String operator, String reason, boolean isForced) {
        Whom.Person person = whom.find(connection, idOrName);
        if (Whom.isNamedIn(reason, person.last())) {
            throw Refused.wrong(
                    "reason names the person, but it is kept for ever. Refer to a case number or the like.");
        }
        var asked = new ArrayList<Erasure>();
        for (String id : lineages.of(person.connection(), person.id())) {
            asked.add(ask(person.connection(), id, operator, reason, isForced));
        }
        List<Erasure> advanced = asked.stream().map(this::advance).toList();
        return advanced.getFirst();
    }

    private Erasure ask(String connection, String user, String operator, String reason, boolean isForced) {
        Optional<Erasure> known = erasures.find(connection, user);
        Erasure erasure = known.orElseGet(() -> asked(connection, user, operator, reason));
        if (isForced && !erasure.getForced()) {
            erasure = Erasure.newBuilder(erasure).setForced(true).build();
        }
        if (!known.equals(Optional.of(erasure))) {
            // before anything is done: whoever dies now leaves word of what is to be done
            log.put(erasure);
        }
        return erasure;
    }

    private Erasure asked(String connection, String user, String operator, String reason) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return Erasure.newBuilder()
                .setConnection(connection)
                .setUser(user)
                .setRequested(now)
                .setTime(now)
                .setStep(ErasureStep.REQUESTED)
                .setOperator(operator)
                .setReason(reason)
                .build();
    }

    private Erasure advance(Erasure erasure) {
        Instant end = clock.instant().plus(PATIENCE);
        Erasure now = erasing.advance(erasure);
        while (now.getStep() == ErasureStep.REQUESTED && clock.instant().isBefore(end)) {
            LockSupport.parkNanos(LOOK.toNanos());
            now = erasing.advance(now);
        }
        return now;
    }
}
