package dev.rollcall.standalone.demo;

import dev.rollcall.standalone.FanOutProcess;
import dev.rollcall.standalone.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** While changes are delivered each app dies once and comes back, and the fan-out's process is killed twice. */
final class Storm {

    private static final long DEAD_MILLIS = 700;

    /** The longest wait for deliveries; a fan-out that was killed has to start before there are some. */
    private static final Duration LULL = Duration.ofSeconds(90);

    private static final Duration GLANCE = Duration.ofMillis(5);

    /** So many deliveries at least between one blow and the next, so that each hits the midst of them. */
    private static final long DELIVERIES = 20;

    private final SampleApps apps;
    private final FanOutProcess fanOut;
    private final AtomicInteger kills = new AtomicInteger();

    Storm(SampleApps apps, FanOutProcess fanOut) {
        this.apps = apps;
        this.fanOut = fanOut;
    }

    /**
     * Done when all is there again.
     *
     * @param tells of each blow as it falls
     */
    CompletableFuture<Void> begin(Consumer<String> tells) {
        return CompletableFuture.runAsync(
                () -> rage(tells), task -> Thread.ofVirtual().name("storm").start(task));
    }

    /** What it did, in a few words. */
    String told() {
        return "each of the %d apps died once and came back, the fan-out's process was killed (kill -9) %d times"
                .formatted(apps.all().size(), kills.get());
    }

    private void rage(Consumer<String> tells) {
        List<SampleApp> all = apps.all();
        for (int i = 0; i < all.size(); i++) {
            SampleApp app = all.get(i);
            awaitDeliveries();
            app.kill();
            tells.accept("storm       " + app.name() + " is dead");
            if (i == 0 || i == all.size() / 2) {
                awaitDeliveries();
                fanOut.kill();
                kills.incrementAndGet();
                tells.accept("storm       the fan-out is killed, and starts anew");
            }
            pause();
            app.revive();
            tells.accept("storm       " + app.name() + " is back");
        }
    }

    private void awaitDeliveries() {
        long before = apps.taken();
        Waiting.until(LULL, GLANCE, () -> Optional.of(apps.taken()).filter(now -> now >= before + DELIVERIES));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(DEAD_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
