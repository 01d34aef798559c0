package dev.rollcall.standalone.demo;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.context.Lifecycle;

/** While PingOne pushes, each app dies once and comes back, and the fan-out is stopped and started twice. */
final class Storm {

    private static final long DEAD_MILLIS = 700;
    private static final long WELL_MILLIS = 300;

    private final List<SampleApp> apps;
    private final Lifecycle fanOut;

    Storm(SampleApps apps, Lifecycle fanOut) {
        this.apps = apps.all();
        this.fanOut = fanOut;
    }

    /** Done when all is there again. */
    CompletableFuture<Void> begin() {
        return CompletableFuture.runAsync(
                this::rage, task -> Thread.ofVirtual().name("storm").start(task));
    }

    private void rage() {
        for (int i = 0; i < apps.size(); i++) {
            SampleApp app = apps.get(i);
            pause(WELL_MILLIS);
            app.kill();
            if (i == 0 || i == apps.size() - 1) {
                fanOut.stop();
                fanOut.start();
            }
            pause(DEAD_MILLIS);
            app.revive();
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
