package dev.rollcall.bench.report;

import dev.rollcall.bench.cases.BenchCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What making the directory anew is to reach; nothing when it wasn't measured. */
final class RecoveryGoals {

    private static final List<String> BESIDE = List.of("get", "filter", "put");

    /** A service may begin anew with this many users within a minute, each with two memberships. */
    private static final double USERS = 100_000;

    private RecoveryGoals() {}

    static List<Goal> of(List<RecoveryResult> results) {
        if (results.isEmpty()) {
            return List.of();
        }
        var goals = new ArrayList<Goal>();
        goals.add(Goal.atMost(
                "bootstrap of a subscriber, by 100,000 users",
                "s",
                60,
                find(results, BenchCase.BOOTSTRAP, result -> result.seconds() * USERS / result.users())));
        // beside changes it yields to them, and how quick they are is the goal
        goals.add(Goal.atLeast(
                "rebuild alone, to a bare bulk write",
                "x",
                0.7,
                find(results, BenchCase.REBUILD_ALONE, RecoveryResult::ratio)));
        BESIDE.forEach(what -> goals.add(Goal.atMost(
                what + " p50 during a rebuild, to before",
                "x",
                1.5,
                find(results, BenchCase.REBUILD, result -> slower(result, what)))));
        return List.copyOf(goals);
    }

    private static @Nullable Double slower(RecoveryResult result, String what) {
        return result.beside().stream()
                .filter(beside -> beside.what().equals(what))
                .map(RecoveryResult.Beside::slower)
                .findFirst()
                .orElse(null);
    }

    private static Optional<Double> find(
            List<RecoveryResult> results, BenchCase bench, Function<RecoveryResult, @Nullable Double> value) {
        return results.stream()
                .filter(result -> result.is(bench))
                .map(value)
                .filter(Objects::nonNull)
                .findFirst();
    }
}
