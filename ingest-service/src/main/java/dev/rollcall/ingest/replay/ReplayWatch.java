package dev.rollcall.ingest.replay;

import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.ReplayState;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Notes when a replay is over, and forgets those that have been for long. Every instance does, and none does harm. */
@Component
final class ReplayWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReplayWatch.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration KEPT = Duration.ofDays(90);

    private final Settings settings;
    private final Replays replays;
    private final Measures measures;
    private final Losses losses;
    private final Clock clock;
    /** By replay, what its app has to have read; touched by the one thread of {@link #rounds} only. */
    private final Map<String, Map<TopicPartition, Long>> awaited = new HashMap<>();

    private volatile @Nullable ScheduledExecutorService rounds;

    ReplayWatch(Settings settings, Replays replays, Measures measures, Losses losses, Clock clock) {
        this.settings = settings;
        this.replays = replays;
        this.measures = measures;
        this.losses = losses;
        this.clock = clock;
    }

    @Override
    public void start() {
        var executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("replay-watch").factory());
        rounds = executor;
        executor.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        for (Settings.Entry<ReplaySetting> replay : settings.replays()) {
            try {
                look(replay);
            } catch (RuntimeException e) {
                log.atDebug().addKeyValue("replay", replay.id()).setCause(e).log("A replay can't be looked after now");
            }
        }
    }

    private void look(Settings.Entry<ReplaySetting> replay) {
        if (Replays.isOver(replay.value())) {
            awaited.remove(replay.id());
            losses.forget(replay.id());
            if (replay.setting().getTime().isBefore(clock.instant().minus(KEPT))) {
                replays.forget(replay.id()).block(PATIENCE);
            }
        } else if (settings.app(replay.value().getApp()).isEmpty() && !isNew(replay)) {
            replays.end(replay.id(), ReplayState.CANCELLED, 0, null).block(PATIENCE);
        } else if (replay.value().getState() == ReplayState.RUNNING) {
            finish(replay);
        }
    }

    /** A back-fill is there before its app. */
    private boolean isNew(Settings.Entry<ReplaySetting> replay) {
        return replay.setting().getCreated().isAfter(clock.instant().minus(Duration.ofMinutes(1)));
    }

    private void finish(Settings.Entry<ReplaySetting> replay) {
        Measures.Measure measure = measures.published(replay.id(), replay.value());
        if (!measure.isPublished()) {
            return;
        }
        Map<TopicPartition, Long> ends = awaited.computeIfAbsent(replay.id(), _ -> measures.end(Topics.RETRIES));
        if (measures.hasRead(replay.value().getApp(), ends)) {
            long published = measure.counts().published();
            losses.of(replay, published).ifPresent(lost -> end(replay.id(), published, lost));
        }
    }

    private void end(String id, long published, long lost) {
        replays.end(
                        id,
                        lost == 0 ? ReplayState.FINISHED : ReplayState.CANCELLED,
                        published,
                        lost == 0
                                ? null
                                : "Kafka deleted " + lost + " of the " + published + " changes that were on their way"
                                        + " before the app took them, for " + Topics.RETRIES + " doesn't keep them for"
                                        + " longer. Once the app takes what it is sent, make another replay.")
                .block(PATIENCE);
    }

    @Override
    public void stop() {
        var executor = rounds;
        if (executor != null) {
            rounds = null;
            executor.shutdownNow();
            executor.close();
        }
    }

    @Override
    public boolean isRunning() {
        return rounds != null;
    }
}
