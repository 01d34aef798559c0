package dev.rollcall.sync.fanout;

import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.Apps;
import dev.rollcall.sync.app.UnusableAppException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Keeps one subscription for every enabled app, as the settings have them now. */
final class FanOut implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FanOut.class);

    private static final Duration TENDING = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** For a batch before its consumer is made anew; what isn't done by then comes again. */
    private static final Duration FINISHING = Duration.ofSeconds(2);

    private final Apps apps;
    private final LedgerRecovery recovery;
    private final AppStatuses statuses;
    private final Targets targets;
    private final Subscribing subscribe;
    private final Clock clock;
    /** Touched by the one thread of {@link #steps} only. */
    private final Map<String, Subscription> subscriptions = new HashMap<>();
    /** As each was delivered to last, until that is known to {@link #targets}. */
    private final Map<String, App> former = new HashMap<>();

    private volatile @Nullable ScheduledExecutorService steps;

    FanOut(
            Apps apps,
            LedgerRecovery recovery,
            AppStatuses statuses,
            Targets targets,
            Subscribing subscribe,
            Clock clock) {
        this.apps = apps;
        this.recovery = recovery;
        this.statuses = statuses;
        this.targets = targets;
        this.subscribe = subscribe;
        this.clock = clock;
        apps.onChange(this::reconcileSoon);
    }

    /** Makes the subscription of an app. */
    interface Subscribing {

        /**
         * Makes one that isn't started.
         *
         * @param onRest is called when its app wants nothing more
         */
        Subscription of(App app, Runnable onRest);
    }

    @Override
    public void start() {
        var executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofVirtual().name("fanout").factory());
        // a stop doesn't wait for keys to expire
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        steps = executor;
        // before any app is subscribed to, for what the ledger lacks would be sent again
        executor.execute(this::tend);
        apps.ids().forEach(this::reconcileSoon);
    }

    /** Completes the ledger where it was lost, now and whenever that happens, and shares out anew what apps may hold. */
    private void tend() {
        attempt(() -> recovery.ensure(this::isRunning), "The ledger can't be completed yet");
        attempt(this::shareOut, "What apps may hold can't be shared out anew yet");
        later(this::tend, TENDING);
    }

    private static void attempt(Runnable step, String failure) {
        try {
            step.run();
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("cause", e.toString()).log(failure);
        }
    }

    /** A consumer keeps the share that it was made with, but so many apps may have come since that all of theirs are too much. */
    private void shareOut() {
        int count = apps.ids().size();
        List<Subscription> unfit = subscriptions.values().stream()
                .filter(subscription -> !subscription.share().suits(count))
                .toList();
        if (unfit.isEmpty()) {
            return;
        }
        Subscription.finish(unfit, FINISHING);
        unfit.forEach(subscription -> {
            String id = subscription.app().id();
            subscriptions.remove(id);
            former.put(id, subscription.app());
            tryReconcile(id);
        });
        log.atInfo()
                .addKeyValue("apps", count)
                .addKeyValue("changed", unfit.size())
                .log("What apps may hold is shared out anew");
    }

    private void reconcileSoon(String id) {
        var executor = steps;
        if (executor != null && !executor.isShutdown()) {
            executor.execute(() -> tryReconcile(id));
        }
    }

    private void tryReconcile(String id) {
        try {
            reconcile(id);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("app", id).setCause(e).log("The app's subscription can't be changed yet");
            later(() -> tryReconcile(id), RETRY);
        }
    }

    private void reconcileAt(String id, Instant time) {
        Duration wait = Duration.between(clock.instant(), time);
        if (wait.isPositive()) {
            later(() -> reconcileAt(id, time), wait);
        } else {
            tryReconcile(id);
        }
    }

    private void later(Runnable step, Duration wait) {
        var executor = steps;
        if (executor != null && !executor.isShutdown()) {
            executor.schedule(step, wait.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void reconcile(String id) {
        if (!isRunning()) {
            return;
        }
        Optional<App> wanted = wanted(id);
        Subscription current = subscriptions.get(id);
        if (current != null && wanted.filter(current.app()::equals).isPresent()) {
            return;
        }
        if (current != null) {
            current.stop();
            subscriptions.remove(id);
            former.put(id, current.app());
            log.atInfo().addKeyValue("app", id).log("Deliveries stopped");
        }
        wanted.ifPresent(app -> {
            targets.arrive(app, former.get(id));
            former.remove(id);
            Subscription subscription = subscribe.of(app, () -> reconcileSoon(id));
            subscription.start();
            subscriptions.put(id, subscription);
            app.usableUntil().ifPresent(end -> reconcileAt(id, end));
            log.atInfo().addKeyValue("app", id).addKeyValue("kind", app.kind()).log("Deliveries started");
        });
    }

    private Optional<App> wanted(String id) {
        try {
            return apps.enabled(id).filter(app -> !statuses.isResting(app));
        } catch (UnusableAppException e) {
            log.atError().addKeyValue("app", id).setCause(e).log("The app's setting can't be used");
            statuses.unusable(id, e);
            return Optional.empty();
        }
    }

    @Override
    public void stop() {
        var executor = steps;
        if (executor == null) {
            return;
        }
        steps = null;
        executor.execute(this::stopAll);
        executor.close();
    }

    private void stopAll() {
        var all = List.copyOf(subscriptions.values());
        all.forEach(subscription -> subscription.feed().stop());
        all.parallelStream().forEach(Subscription::stop);
        subscriptions.clear();
    }

    @Override
    public boolean isRunning() {
        return steps != null;
    }
}
