package dev.rollcall.ingest.replay;

import dev.rollcall.event.AppSetting;
import dev.rollcall.event.ReplayRange;
import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.ReplaySource;
import dev.rollcall.event.ReplayState;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.ingest.topic.LogPositions;
import dev.rollcall.schemas.delivery.AppGroup;
import dev.rollcall.schemas.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * How a new app begins: its group is put to the cut-over, and what there was before is brought to it. Both are durable
 * before the app is there, so that no worker ever begins in another way.
 */
@Component
public final class BackFills {

    /** The app is the limit. */
    private static final int RATE = 100_000;

    private final LogPositions positions;
    private final Ranges ranges;
    private final Replays replays;
    private final Scheduler blocking;

    BackFills(LogPositions positions, Ranges ranges, Replays replays, Scheduler blocking) {
        this.positions = positions;
        this.ranges = ranges;
        this.replays = replays;
        this.blocking = blocking;
    }

    /** What a new app gets. */
    public enum Start {
        /** What there is, and then what happens. */
        EVERYTHING,
        /** What happened as far as it is kept, and then what happens. */
        HISTORY,
        /** Only what happens from now on. */
        NOW;

        /** @throws ResponseStatusException 400 for anything else */
        public static Start of(@Nullable String text) {
            return switch (text) {
                case "everything" -> EVERYTHING;
                case "history" -> HISTORY;
                case "now" -> NOW;
                case null -> HISTORY;
                default ->
                    throw Refused.wrong(
                            "start must be history (when absent: what happened as far as it is kept, and then what"
                                    + " happens), everything (all there is, and then what happens) or now (only what happens from now"
                                    + " on).");
            };
        }
    }

    /** Returns the id of the back-fill, if there is anything to be brought; nothing is delivered before the app is there. */
    public Mono<Optional<String>> prepare(String app, AppSetting setting, Start start, String operator) {
        return Mono.fromCallable(() -> cutOver(app, setting, start, operator))
                .subscribeOn(blocking)
                .onErrorMap(
                        KafkaException.class,
                        e -> new ResponseStatusException(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "Kafka can't be reached, or the workers are just leaving an app that had this id. Try again"
                                        + " in a moment.",
                                e))
                .flatMap(wanted -> wanted.isEmpty()
                        ? Mono.just(Optional.<String>empty())
                        : replays.put(wanted.get()).map(made -> Optional.of(made.id())));
    }

    /** The app wasn't made after all. */
    public Mono<Void> abandon(String backFill) {
        return replays.forget(backFill);
    }

    private Optional<ReplaySetting> cutOver(String app, AppSetting setting, Start start, String operator) {
        Map<TopicPartition, Long> changes = positions.end(Topics.CHANGES);
        var begin = new HashMap<>(start == Start.HISTORY ? positions.first(Topics.CHANGES) : changes);
        begin.putAll(positions.end(Topics.RETRIES));
        positions.set(AppGroup.of(app), begin);
        if (start != Start.EVERYTHING) {
            return Optional.empty();
        }
        List<ReplayRange> states = ranges.states(changes);
        boolean isEmpty = states.stream().allMatch(range -> range.getFrom() == range.getTo());
        return isEmpty
                ? Optional.empty()
                : Optional.of(ReplaySetting.newBuilder()
                        .setApp(app)
                        .setInitial(true)
                        .setSource(ReplaySource.STATES)
                        .setConnections(setting.getConnections())
                        .setRanges(states)
                        .setRatePerSecond(RATE)
                        .setState(ReplayState.RUNNING)
                        .setSteps(List.of(
                                ReplayForm.step(ReplayState.RUNNING, RATE, operator, "A new app", replays.now())))
                        .build());
    }
}
