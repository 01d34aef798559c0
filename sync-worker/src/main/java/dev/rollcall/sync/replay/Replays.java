package dev.rollcall.sync.replay;

import dev.rollcall.schemas.setting.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Takes part in every replay that isn't over, as the settings have them now. */
final class Replays implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Replays.class);
    private static final String PREFIX = Settings.replayKey("");
    private static final String APPS = Settings.appKey("");
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Settings settings;
    private final ReplayThreads threads;
    /** Touched by the one thread of {@link #steps} only. */
    private final Map<String, Future<?>> under = new HashMap<>();

    private volatile @Nullable ScheduledExecutorService steps;
    private volatile @Nullable ExecutorService workers;

    Replays(Settings settings, ReplayThreads threads) {
        this.settings = settings;
        this.threads = threads;
        settings.onChange((key, _) -> {
            if (key.startsWith(PREFIX) || key.startsWith(APPS)) {
                reconcileSoon();
            }
        });
    }

    /** What one thread does for one replay. */
    interface ReplayThreads {

        /** @param isOver whether to return soon; to be asked again and again */
        void run(String replay, BooleanSupplier isOver);
    }

    @Override
    public void start() {
        workers = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("replay-", 0).factory());
        var executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("replays").factory());
        steps = executor;
        // one that broke off is begun anew
        executor.scheduleWithFixedDelay(this::tryReconcile, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void reconcileSoon() {
        var executor = steps;
        if (executor != null && !executor.isShutdown()) {
            executor.execute(this::tryReconcile);
        }
    }

    private void tryReconcile() {
        try {
            reconcile();
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("The replays can't be looked after now");
        }
    }

    private void reconcile() {
        ExecutorService executor = workers;
        if (executor == null) {
            return;
        }
        Set<String> open = new HashSet<>();
        settings.replays().stream()
                .map(entry -> new Replay(entry.id(), entry.value()))
                .filter(Replay::isOpen)
                .filter(replay -> settings.app(replay.setting().getApp()).isPresent())
                .forEach(replay -> open.add(replay.id()));
        under.values().removeIf(Future::isDone);
        open.forEach(id -> under.computeIfAbsent(id, _ -> executor.submit(() -> threads.run(id, () -> isOver(id)))));
    }

    private boolean isOver(String id) {
        return Thread.currentThread().isInterrupted()
                || !isRunning()
                || find(settings, id)
                        .filter(Replay::isOpen)
                        .filter(replay ->
                                settings.app(replay.setting().getApp()).isPresent())
                        .isEmpty();
    }

    static Optional<Replay> find(Settings settings, String id) {
        return settings.replay(id).map(entry -> new Replay(id, entry.value()));
    }

    @Override
    public void stop() {
        var executor = steps;
        var running = workers;
        steps = null;
        workers = null;
        if (executor != null) {
            executor.shutdownNow();
            executor.close();
        }
        if (running != null) {
            // those that end by themselves leave their groups, so that others go on at once
            running.shutdown();
            end(running);
        }
        under.clear();
    }

    private static void end(ExecutorService running) {
        try {
            if (!running.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                running.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return steps != null;
    }
}
