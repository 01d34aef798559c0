package dev.rollcall.bench.delivery;

import dev.rollcall.bench.cases.BenchCase;
import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.population.Population;
import dev.rollcall.bench.report.DeliveryResult;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A SCIM app that is down while users change again and again: it only needs the newest state of each. */
final class CatchUp {

    private static final int CONNECTIONS = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Sink sink;
    private final AdminApi admin;
    private final Calls calls;
    private final Population population;
    private final LoadGenerator generator;
    private final Deliveries.Backlog sizes;
    private final Consumer<DeliveryResult> results;

    CatchUp(
            Sink sink,
            AdminApi admin,
            Calls calls,
            Population population,
            LoadGenerator generator,
            Deliveries.Backlog sizes,
            Consumer<DeliveryResult> results) {
        this.sink = sink;
        this.admin = admin;
        this.calls = calls;
        this.population = population;
        this.generator = generator;
        this.sizes = sizes;
        this.results = results;
    }

    void run(String token) {
        population.require(sizes.users(), generator);
        SinkApp app = sink.app("catch-up");
        String id = admin.create("scim", "catch-up", sink.url("catch-up"), token);
        Deliveries.await(() -> app.writes() >= sizes.users() && admin.lag(id) == 0);
        app.setDown(true);
        miss();
        app.reset();
        app.setDown(false);
        boolean isAll = Deliveries.await(() -> admin.lag(id) == 0);
        results.accept(new DeliveryResult(
                BenchCase.CATCH_UP.label(),
                "down-and-up",
                null,
                1,
                sizes.missed(),
                app.writes(),
                Numbers.round(app.requests() * 1e9 / Math.max(1, app.nanos())),
                null,
                Numbers.round((double) app.writes() / sizes.users()),
                null,
                null,
                Numbers.round(app.nanos() / 1e9),
                null,
                0,
                isAll ? null : "it didn't catch up"));
        admin.delete(id);
    }

    /** Each user changes as often as the others, all of them in turn. */
    private void miss() {
        var next = new AtomicInteger();
        generator.run(calls.server(), CONNECTIONS, PATIENCE, _ -> {
            int turn = next.getAndIncrement();
            return turn >= sizes.missed()
                    ? null
                    : calls.send(
                            "PUT",
                            "/Users/" + population.get(turn % sizes.users()).id(),
                            population.get(turn % sizes.users()).body("Engineer " + turn));
        });
    }
}
