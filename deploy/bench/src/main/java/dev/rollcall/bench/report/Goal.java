package dev.rollcall.bench.report;

import dev.rollcall.bench.cases.BenchCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Something that Rollcall is to reach on two cores with everything on one machine.
 *
 * @param measured empty when this run didn't measure it
 */
record Goal(String what, String unit, boolean isFloor, double wanted, Optional<Double> measured) {

    private static final double GIB = 1024.0 * 1024 * 1024;

    static List<Goal> of(List<CaseResult> results, @Nullable Footprint footprint) {
        var goals = new ArrayList<Goal>();
        goals.add(atMost("creates p50 at 1", "ms", 12, find(results, BenchCase.CREATES, 1, CaseResult::p50Ms)));
        goals.add(atLeast("creates at 16", "/s", 600, find(results, BenchCase.CREATES, 16, CaseResult::rps)));
        goals.add(atLeast("creates at 64", "/s", 1_500, find(results, BenchCase.CREATES, 64, CaseResult::rps)));
        goals.add(atLeast("no-op PUTs at 64", "/s", 2_000, find(results, BenchCase.NOOP_PUTS, 64, CaseResult::rps)));
        goals.add(atMost("events of no-op PUTs", "", 0, eventsOfNoOps(results)));
        Optional<Double> small = find(results, BenchCase.PATCH_SMALL, 1, CaseResult::p50Ms);
        Optional<Double> large = find(results, BenchCase.PATCH_LARGE, 1, CaseResult::p50Ms);
        goals.add(atMost(
                "PATCH p50 at 1, large group to group of 10",
                "x",
                1.2,
                large.flatMap(slow -> small.map(fast -> slow / fast))));
        if (footprint != null) {
            goals.add(atMost("ready", "s", 15, Optional.of(footprint.startUp().toMillis() / 1e3)));
            goals.add(atMost("resident", "GiB", 1, Optional.of(footprint.residentBytes() / GIB)));
        }
        return goals;
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

    private static Goal atLeast(String what, String unit, double wanted, Optional<Double> measured) {
        return new Goal(what, unit, true, wanted, measured);
    }

    private static Goal atMost(String what, String unit, double wanted, Optional<Double> measured) {
        return new Goal(what, unit, false, wanted, measured);
    }

    private static Optional<Double> find(
            List<CaseResult> results, BenchCase bench, int connections, ToDoubleFunction<CaseResult> value) {
        return results.stream()
                .filter(result -> result.is(bench, connections))
                .map(value::applyAsDouble)
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
