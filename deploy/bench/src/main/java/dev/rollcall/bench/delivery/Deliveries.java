package dev.rollcall.bench.delivery;

import dev.rollcall.bench.cases.BenchCase;
import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.population.Population;
import dev.rollcall.bench.report.DeliveryResult;
import dev.rollcall.bench.report.ManyAppsResult;
import dev.rollcall.bench.target.Standalone;
import dev.rollcall.bench.target.Target;
import dev.rollcall.bench.target.Waiting;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Measures deliveries to sinks: how many a backlog makes in a second, and how long one takes after its push. */
public final class Deliveries implements AutoCloseable {

    /** {@code rollcall.fanout.concurrency} of a Rollcall that nobody has changed. */
    private static final int CONCURRENCY = 16;

    private static final int MANY = 100;

    /** What an app's share of that is among so many. */
    private static final int CONCURRENCY_OF_MANY = 8;

    /** More apps than so many make a bare client no faster where the sink answers at once: the cores are busy. */
    private static final int AS_FAST_AS_MORE = 4;

    private static final int MOST_WARM_UPS = 4;

    /** By how much the last warming up has to have helped to be worth another one. */
    private static final double WARMER = 1.1;

    private static final int PER_SECOND = 100;
    private static final int FEW = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String TOKEN = "bench-token-bench-token-bench-token";

    private final Sink sink = new Sink();
    private final AdminApi admin;
    private final Target target;
    private final Calls calls;
    private final @Nullable Standalone standalone;
    private final Population population;
    private final LoadGenerator generator;
    private final Backlog sizes;
    private final Duration window;
    private final Consumer<DeliveryResult> results;
    private final Consumer<ManyAppsResult> uses;

    /**
     * How much has to be brought.
     *
     * @param changes at least, when a backlog is delivered
     * @param delays after which the sink answers, in each measurement of a backlog or a replay another
     * @param apps hundreds of them
     * @param users that change while an app is down
     * @param missed changes that it misses
     */
    public record Backlog(int changes, List<Duration> delays, int apps, int users, int missed) {}

    public Deliveries(
            Target target,
            @Nullable Standalone standalone,
            Population population,
            LoadGenerator generator,
            Backlog sizes,
            Duration window,
            Consumer<DeliveryResult> results,
            Consumer<ManyAppsResult> uses) {
        this.admin = new AdminApi(target);
        this.target = target;
        this.calls = new Calls(target.scim(), target.token());
        this.standalone = standalone;
        this.population = population;
        this.generator = generator;
        this.sizes = sizes;
        this.window = window;
        this.results = results;
        this.uses = uses;
    }

    public void run(BenchCase bench) {
        population.require(bench == BenchCase.MANY_APPS ? FEW : sizes.changes(), generator);
        switch (bench) {
            case DELIVER_WEBHOOK -> backlog(bench, "webhook", SECRET, 1);
            case DELIVER_SCIM -> backlog(bench, "scim", TOKEN, 1);
            case DELIVER_100_APPS -> backlog(bench, "webhook", SECRET, MANY);
            case PUSH_TO_DELIVERY -> pushes(bench);
            case MANY_APPS -> manyApps();
            case CATCH_UP -> new CatchUp(sink, admin, calls, population, generator, sizes, results).run(TOKEN);
            case DRIFT -> new Drift(admin, population, generator, sizes, results).run(TOKEN);
            case REPLAY ->
                new Replay(sink, admin, standalone, window, results)
                        .run(sizes.changes(), sizes.delays(), CONCURRENCY, SECRET);
            default -> throw new IllegalArgumentException(bench.label() + " isn't about deliveries.");
        }
    }

    /** New apps get all that ever happened; the first ones for warming up, for as long as that helps. */
    private void backlog(BenchCase bench, String kind, String secret, int apps) {
        double before = 0;
        for (int i = 0; i < MOST_WARM_UPS; i++) {
            double now = deliver(bench, kind, secret, apps, Duration.ZERO).rps();
            if (now < before * WARMER) {
                break;
            }
            before = now;
        }
        sizes.delays().forEach(delay -> backlog(bench, kind, secret, apps, delay));
    }

    private void backlog(BenchCase bench, String kind, String secret, int apps, Duration delay) {
        Drained drained = deliver(bench, kind, secret, apps, delay);
        int many = delay.isZero() ? Math.min(apps, AS_FAST_AS_MORE) : apps;
        int concurrency = apps == MANY && !delay.isZero() ? CONCURRENCY_OF_MANY : CONCURRENCY;
        double limit = BareClient.limit(sink, drained.samples, concurrency * many, delay, window);
        results.accept(new DeliveryResult(
                bench.label(),
                "backlog",
                Math.toIntExact(delay.toMillis()),
                apps,
                drained.requests,
                drained.requests,
                Numbers.round(drained.rps()),
                Numbers.round(limit),
                Numbers.round(drained.rps() / limit),
                null,
                null,
                Numbers.round(drained.nanos / 1e9),
                standalone == null ? null : Numbers.round(drained.cpuNanos / 1e6 / Math.max(1, drained.requests)),
                drained.residentMib,
                null));
    }

    private void manyApps() {
        String kafka = target.kafka();
        if (standalone == null || kafka == null) {
            System.err.println("What many apps use is measured of a Rollcall that the bench starts.");
            return;
        }
        int broker = Integer.parseInt(kafka.substring(kafka.lastIndexOf(':') + 1));
        new ManyApps(sink, admin, standalone, broker, window, uses).run(sizes.apps(), population.size(), SECRET);
    }

    private record Drained(long requests, long nanos, long cpuNanos, double residentMib, List<Asked> samples) {

        double rps() {
            return requests * 1e9 / Math.max(1, nanos);
        }
    }

    /** From when all apps have begun until the window is over, or the first of them is done. */
    private Drained deliver(BenchCase bench, String kind, String secret, int count, Duration delay) {
        List<SinkApp> apps = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = bench.label() + "-" + i;
            apps.add(sink.app(name, delay));
            ids.add(admin.create(kind, name, sink.url(name), secret));
        }
        await(() -> apps.stream().allMatch(app -> app.requests() > 0));
        long began = System.nanoTime();
        long before = requests(apps);
        long cpu = cpu();
        SinkApp first = apps.getFirst();
        await(() -> System.nanoTime() - began > window.toNanos() || first.writes() >= sizes.changes());
        long nanos = System.nanoTime() - began;
        var drained = new Drained(requests(apps) - before, nanos, cpu() - cpu, residentMib(), first.samples());
        ids.forEach(admin::delete);
        return drained;
    }

    private void pushes(BenchCase bench) {
        var pushing = new OpenLoop(target);
        List<SinkApp> one = register(bench, 1);
        measure(bench, "one-app", pushing, one);
        measure(bench, "ten-well", pushing, register(bench, 9).subList(0, 8));
        admin.clear();
        List<SinkApp> well = register(bench, 8);
        sink.app("slow", Duration.ofSeconds(2));
        admin.createFromNow("webhook", "slow", sink.url("slow"), SECRET);
        admin.createFromNow("webhook", "dead", URI.create("http://127.0.0.1:1/"), SECRET);
        measure(bench, "ten-of-which-one-dead-one-slow", pushing, well);
        admin.clear();
    }

    /** New apps that have nothing to get yet: a history would be brought beside what is measured. */
    private List<SinkApp> register(BenchCase bench, int count) {
        List<SinkApp> apps = new ArrayList<>();
        List<String> ids = IntStream.range(0, count)
                .mapToObj(i -> {
                    String name = bench.label() + "-" + System.nanoTime();
                    apps.add(sink.app(name));
                    return admin.createFromNow("webhook", name, sink.url(name), SECRET);
                })
                .toList();
        if (!await(() -> ids.stream().allMatch(id -> admin.lag(id) == 0))) {
            throw new IllegalStateException("The new apps aren't followed after " + PATIENCE.toSeconds() + " s.");
        }
        return apps;
    }

    /** After warming up for as long as that helps. */
    private void measure(BenchCase bench, String variant, OpenLoop pushing, List<SinkApp> apps) {
        double before = Double.MAX_VALUE;
        for (int i = 0; i < MOST_WARM_UPS; i++) {
            DeliveryResult warmUp = push(bench, variant, pushing, apps);
            double now = Objects.requireNonNull(warmUp.p50Ms());
            if (warmUp.failure() != null) {
                results.accept(warmUp);
                return;
            }
            if (now * WARMER > before) {
                break;
            }
            before = now;
        }
        results.accept(push(bench, variant, pushing, apps));
    }

    private DeliveryResult push(BenchCase bench, String variant, OpenLoop pushing, List<SinkApp> apps) {
        apps.forEach(SinkApp::reset);
        long cpu = cpu();
        int created = pushing.push(PER_SECOND, window);
        boolean isAll = await(() -> apps.stream().allMatch(app -> app.requests() >= created));
        var latencies = new Histogram(3);
        apps.forEach(app -> latencies.add(app.latencies()));
        return new DeliveryResult(
                bench.label(),
                variant,
                null,
                apps.size(),
                created,
                requests(apps),
                null,
                null,
                null,
                Numbers.round(latencies.getValueAtPercentile(50) / 1e6),
                Numbers.round(latencies.getValueAtPercentile(99) / 1e6),
                window.toSeconds(),
                standalone == null ? null : Numbers.round((cpu() - cpu) / 1e6 / Math.max(1, created)),
                residentMib(),
                isAll ? null : "not all of them came");
    }

    private static long requests(List<SinkApp> apps) {
        return apps.stream().mapToLong(SinkApp::requests).sum();
    }

    private long cpu() {
        return standalone == null ? 0 : standalone.cpuNanos();
    }

    private double residentMib() {
        return standalone == null ? 0 : Numbers.round(standalone.residentBytes() / 1024.0 / 1024);
    }

    /** Whether it came to be. */
    static boolean await(BooleanSupplier condition) {
        return await(condition, PATIENCE);
    }

    static boolean await(BooleanSupplier condition, Duration patience) {
        return Waiting.until(condition, patience);
    }

    @Override
    public void close() {
        admin.close();
        sink.close();
    }
}
