package dev.rollcall.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.bench.cases.BenchCase;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryGoalsTest {

    @Test
    void aSlowSinkSaysNothingOfWhatIsReachedWithOneThatAnswersAtOnce() {
        List<Goal> goals = DeliveryGoals.of(
                List.of(result(BenchCase.DELIVER_WEBHOOK, 0, 0.3), result(BenchCase.DELIVER_WEBHOOK, 10, 0.9)));

        assertThat(goals)
                .filteredOn(goal -> goal.what().startsWith("webhook"))
                .extracting(Goal::what, Goal::isMet)
                .containsExactly(
                        tuple("webhook backlog, to bare, sink 0 ms", false),
                        tuple("webhook backlog, to bare, sink 10 ms", true));
    }

    @Test
    void whatWasNotMeasuredIsNotMet() {
        assertThat(DeliveryGoals.of(List.of(result(BenchCase.REPLAY, 0, 0.9))))
                .filteredOn(Goal::isMet)
                .extracting(Goal::what)
                .containsExactly("replay, to bare, sink 0 ms");
    }

    private static DeliveryResult result(BenchCase bench, int sinkMs, double ratio) {
        return new DeliveryResult(
                bench.label(), "any", sinkMs, 1, 10, 10, 1_000.0, 1_000 / ratio, ratio, null, null, 1, null, 0, null);
    }
}
