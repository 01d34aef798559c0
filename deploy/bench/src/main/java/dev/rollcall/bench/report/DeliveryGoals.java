package dev.rollcall.bench.report;

import dev.rollcall.bench.cases.BenchCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What deliveries are to reach; nothing when none were measured. */
final class DeliveryGoals {

    private DeliveryGoals() {}

    static List<Goal> of(List<DeliveryResult> results) {
        if (results.isEmpty()) {
            return List.of();
        }
        Optional<Double> well = find(results, BenchCase.PUSH_TO_DELIVERY, "ten-well", DeliveryResult::p50Ms);
        Optional<Double> unwell =
                find(results, BenchCase.PUSH_TO_DELIVERY, "ten-of-which-one-dead-one-slow", DeliveryResult::p50Ms);
        var goals = new ArrayList<Goal>();
        sinks(results).forEach(sink -> toBare(results, sink, goals));
        goals.addAll(List.of(
                Goal.atMost(
                        "push to delivery p50",
                        "ms",
                        40,
                        find(results, BenchCase.PUSH_TO_DELIVERY, "one-app", DeliveryResult::p50Ms)),
                Goal.atMost(
                        "push to delivery p99",
                        "ms",
                        150,
                        find(results, BenchCase.PUSH_TO_DELIVERY, "one-app", DeliveryResult::p99Ms)),
                Goal.atMost(
                        "p50 beside a dead and a slow app, to all well",
                        "x",
                        1.1,
                        unwell.flatMap(slow -> well.map(fast -> slow / fast))),
                Goal.atMost(
                        "SCIM writes of a catch-up, by user",
                        "x",
                        1,
                        find(results, BenchCase.CATCH_UP, "down-and-up", DeliveryResult::ratio)),
                Goal.atMost(
                        "requests of a drift check, by 100 users that agree",
                        "",
                        1.1,
                        find(results, BenchCase.DRIFT, "agreeing", DeliveryResult::ratio))));
        return List.copyOf(goals);
    }

    /** The times after which apps answered: each has goals of its own, for with one that answers at once no app is the limit. */
    private static List<Integer> sinks(List<DeliveryResult> results) {
        List<Integer> sinks = results.stream()
                .map(DeliveryResult::sinkMs)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return sinks.isEmpty() ? List.of(0) : sinks;
    }

    private static void toBare(List<DeliveryResult> results, int sinkMs, List<Goal> goals) {
        String sink = ", sink " + sinkMs + " ms";
        goals.add(Goal.atLeast(
                "webhook backlog, to bare" + sink, "x", 0.8, ratio(results, BenchCase.DELIVER_WEBHOOK, sinkMs)));
        goals.add(
                Goal.atLeast("SCIM backlog, to bare" + sink, "x", 0.8, ratio(results, BenchCase.DELIVER_SCIM, sinkMs)));
        goals.add(Goal.atLeast(
                "backlog of 100 apps, to bare" + sink, "x", 0.7, ratio(results, BenchCase.DELIVER_100_APPS, sinkMs)));
        goals.add(Goal.atLeast("replay, to bare" + sink, "x", 0.8, ratio(results, BenchCase.REPLAY, sinkMs)));
    }

    private static Optional<Double> ratio(List<DeliveryResult> results, BenchCase bench, int sinkMs) {
        return results.stream()
                .filter(result -> result.is(bench, sinkMs))
                .map(DeliveryResult::ratio)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static Optional<Double> find(
            List<DeliveryResult> results,
            BenchCase bench,
            String variant,
            Function<DeliveryResult, @Nullable Double> value) {
        return results.stream()
                .filter(result -> result.is(bench, variant))
                .map(value)
                .filter(Objects::nonNull)
                .findFirst();
    }
}
