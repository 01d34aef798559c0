package dev.rollcall.bench.delivery;

import dev.rollcall.bench.cases.BenchCase;
import dev.rollcall.bench.report.ManyAppsResult;
import dev.rollcall.bench.target.ProcessUse;
import dev.rollcall.bench.target.Standalone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Hundreds of webhooks on one worker: what it uses before there are any, while all have a backlog, and when all rest. */
final class ManyApps {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Sink sink;
    private final AdminApi admin;
    private final Standalone standalone;
    private final int broker;
    private final Duration window;
    private final Consumer<ManyAppsResult> results;

    /** @param broker the port of Kafka */
    ManyApps(
            Sink sink,
            AdminApi admin,
            Standalone standalone,
            int broker,
            Duration window,
            Consumer<ManyAppsResult> results) {
        this.sink = sink;
        this.admin = admin;
        this.standalone = standalone;
        this.broker = broker;
        this.window = window;
        this.results = results;
    }

    /** @param history that each app is brought first */
    void run(int count, long history, String secret) {
        tell("none", 0, 0);
        List<SinkApp> apps = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "many-apps-" + i;
            apps.add(sink.app(name));
            ids.add(admin.create("webhook", name, sink.url(name), secret));
        }
        Deliveries.await(() -> apps.stream().allMatch(app -> app.requests() > 0));
        long before = requests(apps);
        long began = System.nanoTime();
        Deliveries.await(() -> false, window);
        double rps = (requests(apps) - before) * 1e9 / (System.nanoTime() - began);
        tell("busy", count, rps);
        boolean isAll = Deliveries.await(() -> apps.stream().allMatch(app -> app.writes() >= history), PATIENCE);
        if (!isAll) {
            System.err.println("Not all apps got their history in time; what is told as idle isn't.");
        }
        tell("idle", count, 0);
        ids.forEach(admin::delete);
    }

    private void tell(String variant, int apps, double rps) {
        ProcessUse use = ProcessUse.of(standalone.pid(), broker);
        results.accept(new ManyAppsResult(
                BenchCase.MANY_APPS.label(),
                variant,
                apps,
                use.threads(),
                use.heapMib(),
                use.residentMib(),
                use.connections(),
                Numbers.round(rps)));
    }

    private static long requests(List<SinkApp> apps) {
        return apps.stream().mapToLong(SinkApp::requests).sum();
    }
}
