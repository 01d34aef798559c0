package dev.rollcall.bench.delivery;

import dev.rollcall.bench.cases.BenchCase;
import dev.rollcall.bench.report.DeliveryResult;
import dev.rollcall.bench.target.Standalone;
import dev.rollcall.bench.target.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A webhook that has got all that ever happened is brought it again. */
final class Replay {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String NAME = "replay";

    private final Sink sink;
    private final AdminApi admin;
    private final @Nullable Standalone standalone;
    private final Duration window;
    private final Consumer<DeliveryResult> results;

    Replay(
            Sink sink,
            AdminApi admin,
            @Nullable Standalone standalone,
            Duration window,
            Consumer<DeliveryResult> results) {
        this.sink = sink;
        this.admin = admin;
        this.standalone = standalone;
        this.window = window;
        this.results = results;
    }

    /**
     * @param changes at least, that the app has got before
     * @param delays after which the app answers, in each replay another
     */
    void run(int changes, List<Duration> delays, int concurrency, String secret) {
        SinkApp app = sink.app(NAME);
        String id = admin.create("webhook", NAME, sink.url(NAME), secret);
        boolean isThere = Waiting.until(() -> app.requests() >= changes && isAll(id), LOOK, PATIENCE);
        // a replay's own ways are cold still, however many deliveries went before
        app.setDelay(Duration.ZERO);
        bring(app, id);
        for (Duration delay : delays) {
            app.setDelay(delay);
            replay(app, id, changes, isThere, concurrency);
        }
        admin.delete(id);
    }

    /** How a replay ended, and whether the app got all of it. */
    private record Brought(JsonNode ended, long published, boolean isAll) {}

    private Brought bring(SinkApp app, String id) {
        app.reset();
        String replay = admin.replay(id);
        boolean isOver = Waiting.until(
                () -> admin.replayed(replay).path("state").asString("").equals("finished"), LOOK, PATIENCE);
        JsonNode ended = admin.replayed(replay);
        long published = ended.at("/progress/published").asLong();
        boolean isBrought = Waiting.until(() -> app.requests() >= published && isAll(id), LOOK, PATIENCE);
        return new Brought(ended, published, isOver && isBrought);
    }

    private void replay(SinkApp app, String id, int changes, boolean isThere, int concurrency) {
        long cpu = cpu();
        Brought brought = bring(app, id);
        long published = brought.published;
        double used = (cpu() - cpu) / 1e6;
        double rps = app.requests() * 1e9 / Math.max(1, app.nanos());
        double limit = BareClient.limit(sink, app.samples(), concurrency, app.delay(), window);
        boolean isWell = isThere && brought.isAll && published >= changes && app.requests() >= published;
        results.accept(new DeliveryResult(
                BenchCase.REPLAY.label(),
                "all-again",
                Math.toIntExact(app.delay().toMillis()),
                1,
                published,
                app.requests(),
                Numbers.round(rps),
                Numbers.round(limit),
                Numbers.round(rps / limit),
                null,
                null,
                Numbers.round(app.nanos() / 1e9),
                standalone == null ? null : Numbers.round(used / Math.max(1, app.requests())),
                0,
                isWell ? null : "it didn't bring each change once more: " + brought.ended));
    }

    private boolean isAll(String app) {
        return admin.lag(app) == 0;
    }

    private long cpu() {
        return standalone == null ? 0 : standalone.cpuNanos();
    }
}
