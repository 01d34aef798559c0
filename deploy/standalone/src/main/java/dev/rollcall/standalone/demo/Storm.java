package dev.rollcall.standalone.demo;

import dev.rollcall.standalone.FanOutProcess;
import dev.rollcall.standalone.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** While changes are delivered each app dies once and comes back, and the fan-out's process is killed twice. */
final class Storm {

    private static final long DEAD_MILLIS = 700;
    private static final Duration LULL = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(5);

    /** So many deliveries at least between one blow and the next, so that each hits the midst of them. */
    private static final long DELIVERIES = 20;

    private final List<SampleApp> apps;
    private final FanOutProcess fanOut;
    private final AtomicInteger kills = new AtomicInteger();

    Storm(SampleApps apps, FanOutProcess fanOut) {
        this.apps = apps.all();
        this.fanOut = fanOut;
    }

    /** Done when all is there again. */
    CompletableFuture<Void> begin() {
        return CompletableFuture.runAsync(
                this::rage, task -> Thread.ofVirtual().name("storm").start(task));
    }

    /** What it did, in a few words. */
    String told() {
        return "each of %d apps died once, the fan-out was killed %d times".formatted(apps.size(), kills.get());
    }

    private void rage() {
        for (int i = 0; i < apps.size(); i++) {
            SampleApp app = apps.get(i);
            awaitDeliveries();
            app.kill();
            if (i == 0 || i == apps.size() / 2) {
                awaitDeliveries();
                fanOut.kill();
                kills.incrementAndGet();
            }
            pause();
            app.revive();
        }
    }

    private void awaitDeliveries() {
        long before = delivered();
        Waiting.until(LULL, GLANCE, () -> Optional.of(delivered()).filter(now -> now >= before + DELIVERIES));
    }

    private long delivered() {
        return apps.stream().mapToLong(SampleApp::taken).sum();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(DEAD_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
