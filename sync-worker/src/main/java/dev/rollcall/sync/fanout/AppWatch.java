package dev.rollcall.sync.fanout;

import com.mongodb.MongoException;
import dev.rollcall.sync.app.Apps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks after all apps from time to time, also those that rest: their metrics, and what they are about to lose. */
final class AppWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(AppWatch.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);

    private final Apps apps;
    private final AppStatuses statuses;
    private final Backlogs backlogs;
    private final AppMetrics metrics;
    private final Duration interval;
    private final Clock clock;
    /** When each app was last warned of; touched by the one thread of {@link #rounds} only. */
    private final Map<String, Instant> warned = new HashMap<>();

    private volatile @Nullable ScheduledExecutorService rounds;

    AppWatch(Apps apps, AppStatuses statuses, Backlogs backlogs, AppMetrics metrics, Duration interval, Clock clock) {
        this.apps = apps;
        this.statuses = statuses;
        this.backlogs = backlogs;
        this.metrics = metrics;
        this.interval = interval;
        this.clock = clock;
    }

    @Override
    public void start() {
        var executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("app-watch").factory());
        rounds = executor;
        executor.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Set<String> ids = apps.ids();
            metrics.states(statuses.all(ids));
            Map<String, Backlog> found = backlogs.of(ids);
            metrics.backlogs(found);
            warned.keySet().retainAll(ids);
            found.forEach(this::warn);
        } catch (ExecutionException | TimeoutException | MongoException e) {
            log.atDebug().setCause(e).log("The apps can't be looked after now");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("Looking after the apps failed");
        }
    }

    private void warn(String app, Backlog backlog) {
        Instant now = clock.instant();
        Instant last = warned.getOrDefault(app, Instant.EPOCH);
        if (backlog.expiring() > 0 && !last.plus(BETWEEN_WARNINGS).isAfter(now)) {
            warned.put(app, now);
            log.atWarn()
                    .addKeyValue("app", app)
                    .addKeyValue("lag", backlog.lag())
                    .addKeyValue("expiring", backlog.expiring())
                    .log("Kafka deletes changes soon that the app hasn't got; mend it, or save its setting anew");
        }
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
