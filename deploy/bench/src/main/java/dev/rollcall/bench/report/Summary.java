package dev.rollcall.bench.report;

import dev.rollcall.bench.limit.Limit;
import dev.rollcall.bench.target.Counts;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table for people at the end. */
public final class Summary {

    private static final String HEAD = "%-18s %5s %9s %7s %9s %9s %9s %9s  %8s %5s %6s %6s  %s";
    private static final String ROW = "%-18s %5d %9d %7d %9.1f %9.2f %9.2f %9.2f  %8s %4.0f%% %6s %6s  %s";

    private static final String STEP_HEAD = "%-16s %-14s %6s %11s %13s %13s %11s  %s";
    private static final String STEP = "%-16s %-14s %6d %11.1f %13d %13s %11s  %s";

    private static final String DELIVERY_HEAD = "%-18s %-32s %7s %4s %9s %9s %9s %5s %9s %9s";
    private static final String DELIVERY = "%-18s %-32s %7s %4d %9d %9s %9s %5s %9s %9s";

    private static final String RECOVERY_HEAD = "%-18s %9s %9s %9s %9s  %s";
    private static final String RECOVERY = "%-18s %9d %9.1f %9.1f %9s  %s";

    private Summary() {}

    /** @param footprint null when the Rollcall isn't ours */
    public static void print(
            List<CaseResult> results,
            List<StepResult> steps,
            List<DeliveryResult> deliveries,
            List<RecoveryResult> recoveries,
            @Nullable Footprint footprint,
            PrintStream to) {
        to.println();
        to.println(HEAD.formatted(
                "case",
                "conns",
                "requests",
                "errors",
                "rps",
                "p50 ms",
                "p90 ms",
                "p99 ms",
                "events",
                "gen",
                "cpu ms",
                "ratio",
                "limits /s (slowest decides the ratio)"));
        results.forEach(result -> to.println(row(result)));
        if (!steps.isEmpty()) {
            to.println();
            to.println(STEP_HEAD.formatted(
                    "case", "step", "status", "ms", "answer bytes", "events by ms", "shown by ms", "events"));
            steps.forEach(step -> to.println(row(step)));
        }
        if (!deliveries.isEmpty()) {
            to.println();
            to.println(DELIVERY_HEAD.formatted(
                    "case", "variant", "sink ms", "apps", "requests", "rps", "bare", "ratio", "p50 ms", "p99 ms"));
            deliveries.forEach(delivery -> to.println(row(delivery)));
        }
        if (!recoveries.isEmpty()) {
            to.println();
            to.println(RECOVERY_HEAD.formatted("case", "records", "s", "/s", "bare /s", "slower"));
            recoveries.forEach(recovery -> to.println(row(recovery)));
        }
        to.println();
        Goal.of(results, footprint).forEach(to::println);
        DeliveryGoals.of(deliveries).forEach(to::println);
        RecoveryGoals.of(recoveries).forEach(to::println);
    }

    private static String row(CaseResult result) {
        return ROW.formatted(
                result.label(),
                result.connections(),
                result.requests(),
                result.errors(),
                result.rps(),
                result.p50Ms(),
                result.p90Ms(),
                result.p99Ms(),
                events(result),
                result.generatorCpu() * 100,
                result.targetCpuMs() == null ? "-" : "%.2f".formatted(result.targetCpuMs()),
                result.ratio() == null ? "-" : "%.2f".formatted(result.ratio()),
                limits(result.limits()));
    }

    private static String row(StepResult step) {
        return STEP.formatted(
                step.label(),
                step.step(),
                step.status(),
                step.ms(),
                step.answerBytes(),
                millis(step.eventsMs()),
                millis(step.shownMs()),
                events(step) + (step.failure() == null ? "" : "  FAILED: " + step.failure()));
    }

    private static String row(DeliveryResult delivery) {
        return DELIVERY.formatted(
                        delivery.label(),
                        delivery.variant(),
                        delivery.sinkMs() == null ? "-" : delivery.sinkMs(),
                        delivery.apps(),
                        delivery.requests(),
                        millis(delivery.rps()),
                        millis(delivery.limitRps()),
                        delivery.ratio() == null ? "-" : "%.2f".formatted(delivery.ratio()),
                        millis(delivery.p50Ms()),
                        millis(delivery.p99Ms()))
                + (delivery.failure() == null ? "" : "  FAILED: " + delivery.failure());
    }

    private static String row(RecoveryResult recovery) {
        return RECOVERY.formatted(
                        recovery.label(),
                        recovery.records(),
                        recovery.seconds(),
                        recovery.rps(),
                        millis(recovery.limitRps()),
                        recovery.beside().stream()
                                .map(beside -> "%s %.2fx".formatted(beside.what(), beside.slower()))
                                .collect(Collectors.joining(", ")))
                + (recovery.failure() == null ? "" : "  FAILED: " + recovery.failure());
    }

    private static String millis(@Nullable Double millis) {
        return millis == null ? "-" : "%.1f".formatted(millis);
    }

    private static String events(StepResult step) {
        Counts events = step.events();
        if (events == null) {
            return "-";
        }
        Counts expected = step.expectedEvents();
        return told(events) + (step.isMiscounted() && expected != null ? " INSTEAD OF " + told(expected) : "");
    }

    private static String told(Counts counts) {
        return counts.changes() + " changes, +" + counts.joined() + " -" + counts.left();
    }

    private static String events(CaseResult result) {
        if (result.events() == null) {
            return "-";
        }
        return result.isMiscounted()
                ? "%d!=%d".formatted(result.events(), result.expectedEvents())
                : Long.toString(result.events());
    }

    private static String limits(List<Limit> limits) {
        return limits.stream()
                .map(limit -> "%s %.0f".formatted(limit.name(), limit.rps()))
                .collect(Collectors.joining(", "));
    }
}
