package dev.rollcall.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.bench.cases.BenchCase;
import dev.rollcall.bench.limit.Limit;
import dev.rollcall.bench.load.Measured;
import dev.rollcall.bench.target.Counts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CaseResultTest {

    private static final List<Limit> LIMITS =
            List.of(new Limit("endpoint", 20_000, 0.5), new Limit("produce", 2_000, 5));

    @Test
    void writesALineWithTheSlowestLimit() {
        var json = JsonMapper.shared()
                .readTree(result(BenchCase.CREATES, 16, 1_000, 10).json());

        assertThat(json.path("case").stringValue()).isEqualTo("creates");
        assertThat(json.path("connections").intValue()).isEqualTo(16);
        assertThat(json.path("rps").doubleValue()).isEqualTo(1_000);
        assertThat(json.path("p50_ms").doubleValue()).isBetween(9.9, 10.1);
        assertThat(json.path("p99_ms").isNumber()).isTrue();
        assertThat(json.path("limit").path("name").stringValue()).isEqualTo("produce");
        assertThat(json.path("limit").path("p50_ms").doubleValue()).isEqualTo(5);
        assertThat(json.path("ratio").doubleValue()).isEqualTo(0.5);
        assertThat(json.path("limits").size()).isEqualTo(2);
        assertThat(json.has("clean")).isFalse();
        assertThat(json.path("events").longValue()).isEqualTo(1_000);
    }

    @Test
    void isNotCleanWhenAnEventIsMissingOrTooMany() {
        assertThat(result(BenchCase.CREATES, 1, 10, 1).isClean()).isTrue();
        assertThat(result(BenchCase.CREATES, 1, 10, 1, new Events(9, 10)).isClean())
                .isFalse();
        assertThat(result(BenchCase.NOOP_PUTS, 1, 10, 1, new Events(1, 0)).isClean())
                .isFalse();
    }

    @Test
    void tellsWhichGoalsAreMetMissedOrNotMeasured() {
        List<Goal> goals = Goal.of(
                List.of(
                        result(BenchCase.CREATES, 1, 100, 13),
                        result(BenchCase.CREATES, 16, 700, 20),
                        result(BenchCase.NOOP_PUTS, 64, 2_500, 20, Events.NONE),
                        result(BenchCase.PATCH_SMALL, 1, 100, 10),
                        result(BenchCase.PATCH_LARGE, 1, 100, 11)),
                new Footprint(Duration.ofSeconds(9), 1 << 29));

        assertThat(goals)
                .filteredOn(Goal::isMet)
                .extracting(Goal::what)
                .containsExactly(
                        "creates at 16",
                        "no-op PUTs at 64",
                        "events of no-op PUTs",
                        "PATCH p50 at 1, large group to group of 10",
                        "ready",
                        "resident");
        assertThat(goals.getFirst()).asString().contains("MISSED");
        assertThat(goals)
                .filteredOn(goal -> goal.measured().isEmpty())
                .extracting(Goal::what)
                .startsWith("creates at 64", "filter-username p50 at 1")
                .hasSize(1 + 5 + 1 + 8);
    }

    @Test
    void comparesWhatAPatchAndANoOpCostWithAPutThatChanges() {
        List<Goal> goals = Goal.of(
                List.of(
                        result(BenchCase.CHANGING_PUTS, 16, 100, 10),
                        result(BenchCase.NOOP_PUTS, 16, 100, 9, Events.NONE),
                        result(BenchCase.PATCH_ATTRIBUTE, 16, 100, 13),
                        result(BenchCase.PAGE_FIRST, 1, 100, 10),
                        result(BenchCase.PAGE_LAST, 1, 100, 11),
                        result(BenchCase.FILTER_EMAIL, 1, 100, 6)),
                null);

        assertThat(goals)
                .filteredOn(goal -> goal.measured().isPresent() && !goal.what().startsWith("events"))
                .extracting(Goal::what, Goal::isMet)
                .containsExactly(
                        tuple("filter-email p50 at 1", false),
                        tuple("page by cursor p50 at 1, last to first", true),
                        tuple("patch-attribute p50 at 16, to changing-puts", false),
                        tuple("patch-attribute cpu at 16, to changing-puts", false),
                        tuple("noop-puts p50 at 16, to changing-puts", true),
                        tuple("noop-puts cpu at 16, to changing-puts", true));
    }

    @Test
    void printsATableForPeople() {
        var out = new ByteArrayOutputStream();

        Summary.print(
                List.of(result(BenchCase.CREATES, 16, 700, 20)),
                List.of(step(new Counts(1, 0, 0), null), step(new Counts(2, 5, 0), "status 503: busy")),
                List.of(),
                List.of(),
                null,
                new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("creates", "700", "endpoint 20000, produce 2000", "not measured")
                .contains("1 changes, +0 -0 INSTEAD OF 2 changes, +5 -0", "FAILED: status 503: busy");
    }

    @Test
    void takesAStepAsCleanOnlyWithItsAnswerAndItsEvents() {
        StepResult right = step(new Counts(2, 5, 0), null);

        assertThat(right.isClean()).isTrue();
        assertThat(step(new Counts(2, 4, 0), null).isClean()).isFalse();
        assertThat(step(new Counts(2, 5, 0), "status 503: busy").isClean()).isFalse();
        var json = JsonMapper.shared().readTree(right.json());
        assertThat(json.path("case").stringValue()).isEqualTo("large-group-put");
        assertThat(json.path("expected_events").path("joined").intValue()).isEqualTo(5);
        assertThat(json.path("events_ms").doubleValue()).isEqualTo(12.5);
        assertThat(json.has("clean")).isFalse();
    }

    private static StepResult step(Counts events, @Nullable String failure) {
        return new StepResult("large-group-put", "put", 200, 10, 0, events, new Counts(2, 5, 0), 12.5, null, failure);
    }

    private static CaseResult result(BenchCase bench, int connections, int requests, long millis) {
        return result(bench, connections, requests, millis, new Events(requests, requests));
    }

    /** A window of one second. */
    private static CaseResult result(BenchCase bench, int connections, int requests, long millis, Events events) {
        var latencies = new Histogram(3);
        latencies.recordValueWithCount(Duration.ofMillis(millis).toNanos(), requests);
        var measured = new Measured(latencies, requests, 0, 1_000_000_000L, 0, 0, List.of());
        return CaseResult.of(bench, connections, measured, events, millis * 1_000_000L, LIMITS, 1.5);
    }
}
