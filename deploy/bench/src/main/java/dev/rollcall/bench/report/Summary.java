package dev.rollcall.bench.report;

import dev.rollcall.bench.limit.Limit;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table for people at the end. */
public final class Summary {

    private static final String HEAD = "%-14s %5s %9s %7s %9s %9s %9s %9s  %8s %5s %6s %6s  %s";
    private static final String ROW = "%-14s %5d %9d %7d %9.1f %9.2f %9.2f %9.2f  %8s %4.0f%% %6s %6s  %s";

    private Summary() {}

    /** @param footprint null when the Rollcall isn't ours */
    public static void print(List<CaseResult> results, @Nullable Footprint footprint, PrintStream to) {
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
        to.println();
        Goal.of(results, footprint).forEach(to::println);
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
