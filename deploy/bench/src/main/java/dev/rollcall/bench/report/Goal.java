package dev.rollcall.bench.report;

import dev.rollcall.bench.cases.BenchCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that Rollcall is to reach on two cores with everything on one machine.
 *
 * @param measured empty when this run didn't measure it
 */
record Goal(String what, String unit, boolean isFloor, double wanted, Optional<Double> measured) {

    private static final double GIB = 1024.0 * 1024 * 1024;

    /** How much more than its rival a case may cost. */
    private static final double MOST = 1.2;

    static List<Goal> of(List<CaseResult> results, @Nullable Footprint footprint) {
        var goals = new ArrayList<Goal>();
        pushes(results, goals);
        if (footprint != null) {
            goals.add(atMost("ready", "s", 15, Optional.of(footprint.startUp().toMillis() / 1e3)));
            goals.add(atMost("resident", "GiB", 1, Optional.of(footprint.residentBytes() / GIB)));
        }
        queries(results, goals);
        rivals(results, goals);
        return goals;
    }

    private static void pushes(List<CaseResult> results, List<Goal> goals) {
        goals.add(atMost("creates p50 at 1", "ms", 12, find(results, BenchCase.CREATES, 1, CaseResult::p50Ms)));
        goals.add(atLeast("creates at 16", "/s", 600, find(results, BenchCase.CREATES, 16, CaseResult::rps)));
        goals.add(atLeast("creates at 64", "/s", 1_500, find(results, BenchCase.CREATES, 64, CaseResult::rps)));
        goals.add(atLeast("no-op PUTs at 64", "/s", 2_000, find(results, BenchCase.NOOP_PUTS, 64, CaseResult::rps)));
        goals.add(atMost("events of no-op PUTs", "", 0, eventsOfNoOps(results)));
        goals.add(ratio(
                "PATCH p50 at 1, large group to group of 10",
                results,
                BenchCase.PATCH_LARGE,
                BenchCase.PATCH_SMALL,
                1,
                CaseResult::p50Ms));
    }

    private static void queries(List<CaseResult> results, List<Goal> goals) {
        for (BenchCase filter : List.of(
                BenchCase.FILTER_USERNAME,
                BenchCase.FILTER_EXTERNAL_ID,
                BenchCase.FILTER_EMAIL,
                BenchCase.FILTER_ID,
                BenchCase.FILTER_GROUP_NAME)) {
            goals.add(atMost(filter.label() + " p50 at 1", "ms", 5, find(results, filter, 1, CaseResult::p50Ms)));
        }
        goals.add(ratio(
                "page by cursor p50 at 1, last to first",
                results,
                BenchCase.PAGE_LAST,
                BenchCase.PAGE_FIRST,
                1,
                CaseResult::p50Ms));
    }

    private static void rivals(List<CaseResult> results, List<Goal> goals) {
        for (int connections : List.of(1, 16)) {
            for (BenchCase push : List.of(BenchCase.PATCH_ATTRIBUTE, BenchCase.NOOP_PUTS)) {
                String what = push.label() + " %s at " + connections + ", to changing-puts";
                goals.add(ratio(
                        what.formatted("p50"), results, push, BenchCase.CHANGING_PUTS, connections, CaseResult::p50Ms));
                goals.add(ratio(
                        what.formatted("cpu"),
                        results,
                        push,
                        BenchCase.CHANGING_PUTS,
                        connections,
                        CaseResult::targetCpuMs));
            }
        }
    }

    boolean isMet() {
        return measured.isPresent() && (isFloor ? measured.get() >= wanted : measured.get() <= wanted);
    }

    @Override
    public String toString() {
        String found = measured.map(value -> "%.2f %s".formatted(value, unit)).orElse("not measured");
        String verdict = measured.isEmpty() ? "-" : isMet() ? "met" : "MISSED";
        return "%-44s %s %8.1f %-3s  %16s  %s".formatted(what, isFloor ? ">=" : "<=", wanted, unit, found, verdict);
    }

    static Goal atLeast(String what, String unit, double wanted, Optional<Double> measured) {
        return new Goal(what, unit, true, wanted, measured);
    }

    static Goal atMost(String what, String unit, double wanted, Optional<Double> measured) {
        return new Goal(what, unit, false, wanted, measured);
    }

    private static Goal ratio(
            String what,
            List<CaseResult> results,
            BenchCase one,
            BenchCase other,
            int connections,
            Function<CaseResult, @Nullable Double> value) {
        Optional<Double> rival = find(results, other, connections, value);
        return atMost(
                what,
                "x",
                MOST,
                find(results, one, connections, value).flatMap(cost -> rival.map(least -> cost / least)));
    }

    private static Optional<Double> find(
            List<CaseResult> results, BenchCase bench, int connections, Function<CaseResult, @Nullable Double> value) {
        return results.stream()
                .filter(result -> result.is(bench, connections))
                .map(value)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static Optional<Double> eventsOfNoOps(List<CaseResult> results) {
        return results.stream()
                .filter(result -> result.label().equals(BenchCase.NOOP_PUTS.label()))
                .flatMap(result -> Optional.ofNullable(result.events()).stream())
                .map(Long::doubleValue)
                .reduce(Double::sum);
    }
}
