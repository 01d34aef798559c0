package dev.rollcall.sync.drift;

import dev.rollcall.event.Reconciliation;
import dev.rollcall.event.ReconciliationRepair;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Fulfils the wishes to reconcile of those apps that belong to this worker, each on a thread of its own. */
final class Reconciler implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration TICK = Duration.ofSeconds(2);
    private static final String PREFIX = Settings.reconciliationKey("");

    /** A wish that nobody has begun for so long isn't begun any more: nobody waits for it. */
    private static final Duration STALE = Duration.ofDays(1);

    private final Settings settings;
    private final Reconciling reconciling;
    private final DriftMetrics metrics;
    private final Function<Runnable, Shards> share;
    private final Clock clock;
    private final Map<String, Work> works = new HashMap<>();
    private volatile @Nullable ScheduledExecutorService ticks;
    private volatile @Nullable Shards shards;

    Reconciler(
            Settings settings,
            Reconciling reconciling,
            DriftMetrics metrics,
            Function<Runnable, Shards> share,
            Clock clock) {
        this.settings = settings;
        this.reconciling = reconciling;
        this.metrics = metrics;
        this.share = share;
        this.clock = clock;
        settings.onChange((key, _) -> {
            if (key.startsWith(PREFIX)) {
                soon();
            }
        });
    }

    /** What is done for one app. */
    private final class Work {

        private final String app;
        private final Thread thread;
        private volatile Reconciliation wish;

        Work(String app, Reconciliation wish) {
            this.app = app;
            this.wish = wish;
            this.thread = Thread.ofVirtual().name("drift-" + app).unstarted(this::work);
        }

        private void work() {
            try {
                fulfil(app, wish, () -> wish.getCancelled());
            } catch (InterruptedException e) {
                log.atInfo().addKeyValue("app", app).log("Reconciling stopped here; whoever has the app next goes on");
            } catch (Runs.TakenOverException e) {
                log.atInfo().addKeyValue("app", app).log("Another worker reconciles the app now");
            } catch (RuntimeException e) {
                log.atWarn().addKeyValue("app", app).setCause(e).log("Reconciling broke off; it is begun anew");
            }
        }

        /** A newer wish of the same run: to cancel it, or to repair what it found. */
        void renew(Reconciliation newer) {
            boolean isNews = newer.getCancelled() && !wish.getCancelled();
            wish = newer;
            if (isNews) {
                thread.interrupt();
            }
        }
    }

    private void fulfil(String app, Reconciliation wish, Reconciling.Cancelled cancelled) throws InterruptedException {
        Optional<DriftRun> found = reconciling.runs().find(wish.getRun());
        ReconciliationRepair repair = wish.getRepair();
        if (found.isEmpty() || !found.get().state().isOver()) {
            if (wish.getCancelled()) {
                found.ifPresent(reconciling::cancel);
            } else {
                tell(app, wish, "Reconciling");
                reconciling.run(app, wish, found.orElse(null), cancelled);
            }
        } else if (repair != null && wish.getCancelled()) {
            reconciling.cancel(found.get(), repair);
        } else if (repair != null) {
            tell(app, wish, "Repairing");
            reconciling.repair(found.get(), repair, cancelled);
        }
        tell(app, wish);
    }

    private static void tell(String app, Reconciliation wish, String step) {
        log.atInfo().addKeyValue("app", app).addKeyValue("run", wish.getRun()).log(step);
    }

    /** What was cancelled before anybody began it, and what nobody waits for any more, needs nothing. */
    private boolean isToDo(Reconciliation wish, Optional<DriftRun> found) {
        if (found.isEmpty()) {
            return !wish.getCancelled() && wish.getRequested().plus(STALE).isAfter(clock.instant());
        }
        DriftRun run = found.get();
        ReconciliationRepair repair = wish.getRepair();
        if (!run.state().isOver() || repair == null) {
            return !run.state().isOver();
        }
        DriftRun.Repair last = run.repair();
        return last != null && last.id().equals(repair.getId()) ? !last.state().isOver() : !wish.getCancelled();
    }

    private void tell(String app, Reconciliation wish) {
        reconciling.runs().find(wish.getRun()).ifPresent(run -> {
            log.atInfo()
                    .addKeyValue("app", app)
                    .addKeyValue("run", run.id())
                    .addKeyValue("state", run.state())
                    .addKeyValue("findings", run.findings())
                    .addKeyValue("requests", run.counts().requests())
                    .log("Reconciled");
            metrics.ended(run, reconciling.runs().open(run.id()));
        });
    }

    @Override
    public void start() {
        ticks = new ScheduledThreadPoolExecutor(
                1, Thread.ofVirtual().name("drift-ticks").factory());
        Shards owned = share.apply(this::look);
        shards = owned;
        owned.start();
        ticks.scheduleWithFixedDelay(this::look, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void soon() {
        var executor = ticks;
        if (executor != null && !executor.isShutdown()) {
            executor.execute(this::look);
        }
    }

    /** Begins what is to be done, and ends what is another worker's now. */
    private synchronized void look() {
        try {
            Shards owned = shards;
            List.copyOf(works.keySet()).stream()
                    .filter(app -> owned == null || !owned.has(app))
                    .forEach(this::end);
            for (Settings.Entry<Reconciliation> entry : settings.reconciliations()) {
                if (owned != null
                        && owned.has(entry.id())
                        && settings.app(entry.id()).isPresent()) {
                    begin(entry.id(), entry.value());
                }
            }
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("Wishes to reconcile can't be looked at now");
        }
    }

    private void begin(String app, Reconciliation wish) {
        Work work = works.get(app);
        if (work != null && work.thread.isAlive()) {
            if (work.wish.getRun().equals(wish.getRun())) {
                work.renew(wish);
            }
            return;
        }
        if (isToDo(wish, reconciling.runs().find(wish.getRun()))) {
            // not at the start, which may be while MongoDB is away
            reconciling.runs().createIndexes();
            var next = new Work(app, wish);
            works.put(app, next);
            next.thread.start();
        }
    }

    private void end(String app) {
        Work work = works.remove(app);
        metrics.forget(app);
        if (work != null) {
            work.thread.interrupt();
            try {
                work.thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void stop() {
        var executor = ticks;
        ticks = null;
        Shards owned = shards;
        shards = null;
        if (executor != null) {
            executor.shutdownNow();
        }
        if (owned != null) {
            owned.close();
        }
        look();
    }

    @Override
    public boolean isRunning() {
        return ticks != null;
    }
}
