package dev.rollcall.bench;

import dev.rollcall.bench.cases.BenchCase;
import dev.rollcall.bench.cases.Scenarios;
import dev.rollcall.bench.cases.Sizes;
import dev.rollcall.bench.delivery.Deliveries;
import dev.rollcall.bench.large.JoinerOfAll;
import dev.rollcall.bench.large.LargeGroup;
import dev.rollcall.bench.large.Steps;
import dev.rollcall.bench.limit.Limits;
import dev.rollcall.bench.load.CallSource;
import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.load.Measured;
import dev.rollcall.bench.population.Population;
import dev.rollcall.bench.population.Teams;
import dev.rollcall.bench.recovery.Recovery;
import dev.rollcall.bench.report.CaseResult;
import dev.rollcall.bench.report.DeliveryResult;
import dev.rollcall.bench.report.Events;
import dev.rollcall.bench.report.ManyAppsResult;
import dev.rollcall.bench.report.RecoveryResult;
import dev.rollcall.bench.report.StepResult;
import dev.rollcall.bench.target.EventCount;
import dev.rollcall.bench.target.Standalone;
import dev.rollcall.bench.target.Target;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measures each case at each number of connections, and its limits directly after it. */
final class Bench implements AutoCloseable {

    /** Cases that are compared with each other take turns, so that what else the machine does meets all alike. */
    private static final int TURNS = 4;

    private static final int WARM_UP_ANSWER = 1_000;

    private final BenchOptions options;
    private final Target target;
    private final Calls calls;
    private final @Nullable Standalone standalone;
    private final @Nullable EventCount changes;
    private final @Nullable EventCount memberships;
    private final LoadGenerator generator = new LoadGenerator();
    private final Limits limits;
    private final Population population;
    private final Teams teams;
    private final List<CaseResult> results = new ArrayList<>();
    private final List<StepResult> steps = new ArrayList<>();
    private final List<DeliveryResult> deliveries = new ArrayList<>();
    private final List<RecoveryResult> recoveries = new ArrayList<>();
    private long warmUpErrors;

    Bench(BenchOptions options, Target target, @Nullable Standalone standalone) {
        this.options = options;
        this.standalone = standalone;
        this.target = target;
        this.calls = new Calls(target.scim(), target.token());
        String kafka = target.kafka();
        this.changes = kafka == null ? null : EventCount.ofChanges(kafka, target.connection());
        this.memberships = kafka == null ? null : EventCount.ofMemberships(kafka, target.connection());
        this.limits = new Limits(generator, target, options.window());
        this.population = new Population(calls);
        this.teams = new Teams(calls, generator, options.sizes().groups());
    }

    void run() {
        var scenarios = new Scenarios(calls, generator, options.sizes(), population, teams);
        limits.warmUp(scenarios.work(BenchCase.CREATES, WARM_UP_ANSWER));
        settle(scenarios);
        for (List<BenchCase> round : BenchCase.rounds(options.cases())) {
            for (int connections : options.connections()) {
                round(round, connections, scenarios);
            }
        }
        options.cases().stream().filter(BenchCase::isSteps).forEach(this::steps);
        deliveries(options.cases().stream().filter(BenchCase::isDelivery).toList());
        recoveries(options.cases().stream().filter(BenchCase::isRecovery).toList());
    }

    private void recoveries(List<BenchCase> cases) {
        if (!cases.isEmpty()) {
            var measuring = new Recovery(
                    target, standalone, population, generator, options.directory(), options.window(), this::report);
            cases.forEach(measuring::run);
        }
    }

    private void deliveries(List<BenchCase> cases) {
        if (cases.isEmpty() || target.admin() == null) {
            return;
        }
        try (var measuring = new Deliveries(
                target,
                standalone,
                population,
                generator,
                options.backlog(),
                options.window(),
                this::report,
                this::report)) {
            cases.forEach(measuring::run);
        }
    }

    private void report(ManyAppsResult result) {
        System.out.println(result.json());
        System.err.printf(
                "%s, %s: %d threads, %.0f MiB%n",
                result.label(), result.variant(), result.threads(), result.residentMib());
    }

    private void report(RecoveryResult result) {
        recoveries.add(result);
        System.out.println(result.json());
        System.err.printf("%s: %d records in %.1f s%n", result.label(), result.records(), result.seconds());
    }

    private void report(DeliveryResult result) {
        deliveries.add(result);
        System.out.println(result.json());
        System.err.printf(
                "%s, %s%s: %d requests in %.1f s%n",
                result.label(),
                result.variant(),
                result.sinkMs() == null ? "" : ", sink " + result.sinkMs() + " ms",
                result.requests(),
                result.seconds());
    }

    /** A JVM that has just started is several times slower, for its compiler is still at work: push until it rests. */
    private void settle(Scenarios scenarios) {
        if (!options.settle().isZero()) {
            System.err.println("Warming the target up for " + options.settle().toSeconds() + " s ...");
            Slice warmUp = slice(
                    BenchCase.CREATES,
                    scenarios.source(BenchCase.CREATES),
                    options.mostConnections(),
                    options.settle());
            warmUpErrors += warmUp.measured().errors();
            tellFailures(BenchCase.CREATES, warmUp.measured());
        }
    }

    private void round(List<BenchCase> round, int connections, Scenarios scenarios) {
        Map<BenchCase, CallSource> sources = new EnumMap<>(BenchCase.class);
        Map<BenchCase, Slice> warmUps = new EnumMap<>(BenchCase.class);
        for (BenchCase bench : round) {
            sources.put(bench, scenarios.source(bench));
        }
        sources.forEach((bench, source) -> {
            Slice warmUp = slice(bench, source, Math.max(connections, Sizes.WARM_UP_CONNECTIONS), options.warmUp());
            warmUpErrors += warmUp.measured().errors();
            tellFailures(bench, warmUp.measured());
            warmUps.put(bench, warmUp);
        });
        Map<BenchCase, Slice> windows = new EnumMap<>(BenchCase.class);
        int turns = round.size() > 1 ? TURNS : 1;
        for (int turn = 0; turn < turns; turn++) {
            sources.forEach((bench, source) -> windows.merge(
                    bench, slice(bench, source, connections, options.window().dividedBy(turns)), Slice::plus));
        }
        warmUps.forEach((bench, warmUp) -> {
            Slice window = windows.get(bench);
            if (window != null) {
                report(bench, connections, window.after(warmUp), scenarios);
            }
        });
    }

    private void steps(BenchCase bench) {
        var taken = new Steps(bench, calls, generator, memberships, this::report);
        if (bench == BenchCase.LARGE_GROUP_PUT) {
            int members = options.sizes().largeGroup();
            population.require(members + 1, generator);
            new LargeGroup(taken, calls, population.ids(0, members + 1)).run();
        } else {
            teams.require();
            new JoinerOfAll(taken, calls, teams.joiner(), teams.size()).run();
        }
    }

    private Slice slice(BenchCase bench, CallSource source, int connections, Duration window) {
        if (changes != null) {
            changes.mark();
        }
        long cpu = standalone == null ? 0 : standalone.cpuNanos();
        Measured measured = generator.run(calls.server(), connections, window, source);
        long used = standalone == null ? 0 : standalone.cpuNanos() - cpu;
        if (changes == null || !bench.isWrite()) {
            return new Slice(measured, Events.NONE, used);
        }
        long expected = bench.isChange() ? measured.succeeded() : 0;
        return new Slice(measured, new Events(changes.sinceMark(expected), expected), used);
    }

    private void report(BenchCase bench, int connections, Slice window, Scenarios scenarios) {
        Measured measured = window.measured();
        double loadAverage = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        tellFailures(bench, measured);
        var result = CaseResult.of(
                bench,
                connections,
                measured,
                changes == null || !bench.isWrite() ? null : window.events(),
                standalone == null ? null : window.targetCpuNanos(),
                limits.measure(scenarios.work(bench, measured.meanAnswerBytes()), connections),
                loadAverage);
        results.add(result);
        System.out.println(result.json());
        System.err.printf("%s at %d: %.0f/s, p50 %.2f ms%n", bench.label(), connections, result.rps(), result.p50Ms());
    }

    private void report(StepResult step) {
        steps.add(step);
        System.out.println(step.json());
        System.err.printf("%s, %s: status %d, %.0f ms%n", step.label(), step.step(), step.status(), step.ms());
    }

    private static void tellFailures(BenchCase bench, Measured measured) {
        if (measured.errors() > 0) {
            System.err.println(bench.label() + ": " + measured.errors() + " errors, such as");
            measured.failures().forEach(failure -> System.err.println("  " + failure));
        }
    }

    List<CaseResult> results() {
        return results;
    }

    List<StepResult> steps() {
        return steps;
    }

    List<DeliveryResult> deliveries() {
        return deliveries;
    }

    List<RecoveryResult> recoveries() {
        return recoveries;
    }

    /** Whether nothing failed, in no warm-up either. */
    boolean isClean() {
        return warmUpErrors == 0
                && results.stream().allMatch(CaseResult::isClean)
                && steps.stream().allMatch(StepResult::isClean)
                && deliveries.stream().allMatch(DeliveryResult::isClean)
                && recoveries.stream().allMatch(RecoveryResult::isClean);
    }

    @Override
    public void close() {
        limits.close();
        generator.close();
        if (changes != null) {
            changes.close();
        }
        if (memberships != null) {
            memberships.close();
        }
    }
}
