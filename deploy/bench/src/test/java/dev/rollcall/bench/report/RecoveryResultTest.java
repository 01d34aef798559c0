package dev.rollcall.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.bench.cases.BenchCase;
import dev.rollcall.bench.report.RecoveryResult.Beside;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RecoveryResultTest {

    @Test
    void writesALine() {
        var json = JsonMapper.shared()
                .readTree(result(BenchCase.REBUILD, 0.75, get(3, 0), null).json());

        assertThat(json.path("case").stringValue()).isEqualTo("rebuild");
        assertThat(json.path("memberships").intValue()).isEqualTo(400);
        assertThat(json.path("ratio").doubleValue()).isEqualTo(0.75);
        assertThat(json.at("/beside/0/what").stringValue()).isEqualTo("get");
        assertThat(json.at("/beside/0/slower").doubleValue()).isEqualTo(1.5);
        assertThat(json.has("clean")).isFalse();
    }

    @Test
    void tellsWhichGoalsAreMetMissedOrNotMeasured() {
        List<Goal> goals = RecoveryGoals.of(List.of(
                result(BenchCase.BOOTSTRAP, 0.1, get(2, 0), null),
                result(BenchCase.REBUILD, 0.69, get(3, 0), null),
                result(BenchCase.REBUILD_ALONE, 0.8, get(2, 0), null)));

        assertThat(goals)
                .extracting(Goal::what, Goal::isMet)
                .containsExactly(
                        tuple("bootstrap of a subscriber, by 100,000 users", false),
                        tuple("rebuild alone, to a bare bulk write", true),
                        tuple("get p50 during a rebuild, to before", true),
                        tuple("filter p50 during a rebuild, to before", false),
                        tuple("put p50 during a rebuild, to before", false));
        assertThat(RecoveryGoals.of(List.of())).isEmpty();
    }

    @Test
    void isCleanOnlyWithoutFailureAndWithoutErrorsBesideIt() {
        assertThat(result(BenchCase.REBUILD, 1, get(2, 0), null).isClean()).isTrue();
        assertThat(result(BenchCase.REBUILD, 1, get(2, 1), null).isClean()).isFalse();
        assertThat(result(BenchCase.REBUILD, 1, get(2, 0), "it differs").isClean())
                .isFalse();
    }

    @Test
    void isPrintedForPeople() {
        var out = new ByteArrayOutputStream();

        Summary.print(
                List.of(),
                List.of(),
                List.of(),
                List.of(result(BenchCase.REBUILD_ALONE, 0.75, get(3, 0), "it differs")),
                null,
                new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("get 1.50x", "FAILED: it differs", "0.75 x  met");
    }

    /** Two milliseconds before. */
    private static Beside get(double p50, long errors) {
        return new Beside("get", 2, p50, 9, 100, errors);
    }

    /** Two hundred users in a quarter of a second. */
    private static RecoveryResult result(BenchCase bench, double ratio, Beside beside, @Nullable String failure) {
        return new RecoveryResult(
                bench.label(), 200, 400, 610, 0.25, 1, 2_440, 3_000.0, ratio, null, 0, List.of(beside), failure);
    }
}
