package dev.rollcall.ingest.replay;

import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.ReplayState;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What operators do about replays, and what they are told of them. */
@Component
public final class Replaying {

    private final Replays replays;
    private final Measures measures;
    private final Scheduler blocking;
    private final Clock clock;

    Replaying(Replays replays, Measures measures, Scheduler blocking, Clock clock) {
        this.replays = replays;
        this.measures = measures;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** What the app would be sent; nothing is. */
    public Mono<DryRun> dryRun(String app, ReplayBody asked, String operator) {
        return replays.dryRun(app, asked, operator).onErrorMap(KafkaException.class, Replaying::away);
    }

    /** Gives the app again what is asked for; live changes go on beside it. */
    public Mono<ReplayView> create(String app, ReplayBody asked, String operator) {
        return replays.create(app, asked, operator)
                .flatMap(this::measured)
                .onErrorMap(KafkaException.class, Replaying::away);
    }

    /** Of one app, or of all; newest first, without progress. */
    public List<ReplayView> list(@Nullable String app) {
        return replays.all(app).stream()
                .map(replay -> ReplayView.of(replay, null, clock.instant()))
                .toList();
    }

    /** With how far it is; fails with 404 where there is none. */
    public Mono<ReplayView> get(String id) {
        return Mono.fromCallable(() -> replays.find(id))
                .flatMap(this::measured)
                .onErrorMap(KafkaException.class, Replaying::away);
    }

    /**
     * Another state or rate from now on.
     *
     * @param state {@link ReplayState#UNKNOWN} for the one that it is in
     */
    public Mono<ReplayView> change(
            String id, ReplayState state, @Nullable Integer rate, @Nullable String reason, String operator) {
        return Mono.defer(() -> replays.change(id, state, rate, operator, reason))
                .map(changed -> ReplayView.of(changed, null, clock.instant()));
    }

    private Mono<ReplayView> measured(Settings.Entry<ReplaySetting> replay) {
        return Mono.fromCallable(() -> ReplayView.of(replay, measures.of(replay.id(), replay.value()), clock.instant()))
                .subscribeOn(blocking);
    }

    private static ResponseStatusException away(Throwable failure) {
        return new ResponseStatusException(
                HttpStatus.SERVICE_UNAVAILABLE, "Kafka can't be reached; see /actuator/health.", failure);
    }
}
