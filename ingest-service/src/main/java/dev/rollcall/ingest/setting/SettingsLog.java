package dev.rollcall.ingest.setting;

import dev.rollcall.event.Setting;
import dev.rollcall.ingest.topic.SoleWriter;
import dev.rollcall.ingest.topic.SoleWriter.TakenOverException;
import dev.rollcall.schemas.setting.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Changes settings: by a record on their topic, which every instance hears of within moments. All changes, of whichever
 * instance, happen one after the other, and each sees what the one before left: none is ever lost, and none brings back
 * what was removed.
 */
@Component
public final class SettingsLog {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private final SoleWriter writer;
    private final SettingsReader reader;
    private final Settings settings;
    private final Scheduler blocking;
    private final List<SettingGuard> guards;
    private final ReentrantLock lock = new ReentrantLock(true);

    SettingsLog(
            SoleWriter settingsWriter,
            SettingsReader reader,
            Settings settings,
            Scheduler blocking,
            List<SettingGuard> guards) {
        this.writer = settingsWriter;
        this.reader = reader;
        this.settings = settings;
        this.blocking = blocking;
        this.guards = List.copyOf(guards);
    }

    /** Sets it, whatever it was. Done when it is durable and this instance's own view holds it. */
    public Mono<Void> put(Setting setting) {
        return change(setting.getId(), _ -> setting).then();
    }

    /** Done when it is gone from this instance's own view. */
    public Mono<Void> remove(String key) {
        return change(key, _ -> null).then();
    }

    /**
     * Done when the change is durable and this instance's own view holds it.
     *
     * @param change is asked on the newest state that any instance wrote; it may look at other settings, too
     * @return the new setting; empty when it was removed. 503 when Kafka or the registry is away, and what the change throws
     */
    public Mono<Setting> change(String key, SettingChange change) {
        return Flux.fromIterable(guards)
                .concatMap(SettingGuard::ofCaller)
                .collectList()
                .flatMap(objections -> write(key, guarded(key, change, objections)));
    }

    private static SettingChange guarded(String key, SettingChange change, List<SettingGuard.Objection> objections) {
        return before -> {
            Setting after = change.apply(before);
            objections.forEach(objection -> objection.check(key, after));
            return after;
        };
    }

    private Mono<Setting> write(String key, SettingChange change) {
        return Mono.fromCallable(() -> inTurn(key, change))
                .onErrorMap(
                        e -> !(e instanceof ResponseStatusException),
                        e -> new ResponseStatusException(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "Kafka or the schema registry can't be reached, so the setting may not be saved."
                                        + " See /actuator/health, then look whether it is there and try again.",
                                e))
                .subscribeOn(blocking);
    }

    private @Nullable Setting inTurn(String key, SettingChange change)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException("Other changes take too long.");
        }
        try {
            return asWriter(key, change);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Setting asWriter(String key, SettingChange change)
            throws InterruptedException, ExecutionException, TimeoutException {
        long start = System.nanoTime();
        boolean isTried = false;
        Setting tried = null;
        while (true) {
            try {
                var end = writer.takeOver();
                if (end.isPresent()) {
                    await(reader.seen(end.get()));
                }
                Setting before = settings.setting(key).orElse(null);
                if (isTried && Objects.equals(before, tried)) {
                    return tried;
                }
                Setting after = decided(change, before);
                if (Objects.equals(before, after)) {
                    writer.confirm();
                    return after;
                }
                isTried = true;
                tried = after;
                await(reader.seen(writer.write(key, after)));
                return after;
            } catch (TakenOverException e) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new ExecutionException(e);
                }
                // gives the other instance the time to be done
                Thread.sleep(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE.toMillis()));
            }
        }
    }

    /** What refuses or changes nothing wouldn't show that another instance has taken over, and knows better. */
    private @Nullable Setting decided(SettingChange change, @Nullable Setting before) throws TakenOverException {
        try {
            return change.apply(before);
        } catch (ResponseStatusException e) {
            writer.confirm();
            throw e;
        }
    }

    private static void await(CompletableFuture<Void> seen)
            throws InterruptedException, ExecutionException, TimeoutException {
        seen.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
