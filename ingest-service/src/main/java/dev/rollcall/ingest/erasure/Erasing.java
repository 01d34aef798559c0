package dev.rollcall.ingest.erasure;

import dev.rollcall.event.Cause;
import dev.rollcall.event.Erasure;
import dev.rollcall.event.ErasureStep;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.delivery.person.PersonApps;
import dev.rollcall.ingest.delivery.person.PersonView;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.ingest.history.restore.Pushes;
import dev.rollcall.ingest.request.Push;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.topic.Keys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Takes erasures further, one step at a time. Each step can be done again, by any instance, so that one which broke off
 * goes on where it was. Blocking.
 */
@Component
final class Erasing {

    private static final Logger log = LoggerFactory.getLogger(Erasing.class);
    private static final int NOT_FOUND = 404;
    private static final Duration ASK_AGAIN = Duration.ofMinutes(10);

    private final ErasureLog topic;
    private final Erasures erasures;
    private final Directory directory;
    private final PersonApps apps;
    private final Pushes pushes;
    private final Purge purge;
    private final ErasureProperties properties;
    private final Clock clock;
    private final Map<String, Instant> asked = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock(true);

    Erasing(
            ErasureLog topic,
            Erasures erasures,
            Directory directory,
            PersonApps apps,
            Pushes pushes,
            Purge purge,
            ErasureProperties properties,
            Clock clock) {
        this.topic = topic;
        this.erasures = erasures;
        this.directory = directory;
        this.apps = apps;
        this.pushes = pushes;
        this.purge = purge;
        this.properties = properties;
        this.clock = clock;
    }

    /** What it is after another attempt; the same when it has to wait. */
    Erasure advance(Erasure known) {
        lock.lock();
        try {
            // somebody may have taken it further since
            Erasure erasure =
                    erasures.find(known.getConnection(), known.getUser()).orElse(known);
            return switch (erasure.getStep()) {
                case REQUESTED -> {
                    delete(erasure);
                    yield awaited(erasure).isEmpty() ? purging(erasure) : erasure;
                }
                case PURGING -> purge(erasure);
                case DONE, UNKNOWN -> erasure;
            };
        } finally {
            lock.unlock();
        }
    }

    /** What it waits for, as sentences. */
    List<String> awaited(Erasure erasure) {
        var awaited = new ArrayList<String>();
        if (directory.user(erasure.getConnection(), erasure.getUser()).isPresent()) {
            awaited.add("The worker has yet to delete the person from the directory.");
        }
        if (!erasure.getForced()) {
            awaited.addAll(apps(erasure));
        }
        return awaited;
    }

    /** Where the deletion isn't known yet. */
    List<String> apps(Erasure erasure) {
        var missing = new ArrayList<String>();
        apps.of(erasure.getConnection(), erasure.getUser())
                .filter(person -> !person.outOfEveryApp())
                .map(PersonView::missing)
                .ifPresent(missing::addAll);
        long unfetched = purge.unfetched(erasure.getConnection(), erasure.getUser());
        if (unfetched > 0) {
            missing.add(unfetched + " event tokens about the person wait for their recipients to fetch them.");
        }
        return missing;
    }

    /** Asked for once while it isn't decided: a second deletion would be refused, and a dead letter for nothing. */
    private void delete(Erasure erasure) {
        String key = Keys.resource(erasure.getConnection(), erasure.getUser());
        Instant now = clock.instant();
        if (directory.user(erasure.getConnection(), erasure.getUser()).isEmpty()) {
            asked.remove(key);
            return;
        }
        if (asked.getOrDefault(key, Instant.MIN).isAfter(now.minus(ASK_AGAIN))) {
            return;
        }
        asked.put(key, now);
        Pushes.Done done;
        try {
            done = pushes.make(pushes.push(
                    erasure.getConnection(),
                    Operation.DELETE,
                    ResourceType.USER,
                    erasure.getUser(),
                    null,
                    null,
                    new Push.Origin(Cause.ERASURE, erasure.getOperator(), erasure.getReason())));
        } catch (ResponseStatusException e) {
            // it wasn't taken
            asked.remove(key);
            throw e;
        }
        if (done.status() >= 400 && done.status() != NOT_FOUND) {
            asked.remove(key);
            log.atWarn()
                    .addKeyValue("connection", erasure.getConnection())
                    .addKeyValue("resource", erasure.getUser())
                    .addKeyValue("status", done.status())
                    .log("The deletion for an erasure was refused; it is tried again");
        }
    }

    /** From when this is known, no projection takes anything of the person; only then what is there is taken out. */
    private Erasure purging(Erasure erasure) {
        Erasure purging = at(erasure, ErasureStep.PURGING).build();
        topic.put(purging);
        return purge(purging);
    }

    private Erasure purge(Erasure erasure) {
        Purged purged = purge.run(erasure);
        boolean isSettled = !purged.isAnything()
                && !erasure.getTime().plus(properties.settle()).isAfter(clock.instant())
                // apps that weren't waited for may come back and write something still
                && (!erasure.getForced() || apps(erasure).isEmpty());
        if (!purged.isAnything() && !isSettled) {
            return erasure;
        }
        Erasure after = at(erasure, isSettled ? ErasureStep.DONE : ErasureStep.PURGING)
                .setGone(purged.goneWith(erasure.getGone()))
                .setNewest(purged.newestWith(erasure.getNewest()))
                .build();
        topic.put(after);
        log.atInfo()
                .addKeyValue("connection", erasure.getConnection())
                .addKeyValue("resource", erasure.getUser())
                .addKeyValue("step", after.getStep())
                .log("A person was purged");
        return after;
    }

    private Erasure.Builder at(Erasure erasure, ErasureStep step) {
        return Erasure.newBuilder(erasure).setStep(step).setTime(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
