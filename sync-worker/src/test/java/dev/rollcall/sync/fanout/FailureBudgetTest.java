package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.schemas.delivery.AppStatus.Failing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class FailureBudgetTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final FailureBudget budget = new FailureBudget(Duration.ofMinutes(1_000), Duration.ofMinutes(10));

    @Test
    void isUsedFromTheFirstFailureOn() {
        Failing first = budget.after(null, Instant.EPOCH, START);

        assertThat(first).isEqualTo(new Failing(START, START.plus(Duration.ofMinutes(1_000)), 0));
        assertThat(budget.after(first, START, START.plus(MINUTE.multipliedBy(10))))
                .isEqualTo(new Failing(START, first.until(), 1));
    }

    @Test
    void tellsOfEachShareOnce() {
        var told = new ArrayList<Integer>();
        Failing failing = null;
        for (int minute = 0; minute <= 1_100; minute++) {
            Instant now = START.plus(MINUTE.multipliedBy(minute));
            Failing next = budget.after(failing, now.minus(MINUTE), now);
            FailureBudget.alert(failing, next).ifPresent(told::add);
            failing = next;
        }

        assertThat(told).containsExactly(50, 70, 90, 100);
        assertThat(failing.budgetUsed()).isEqualTo(FailureBudget.USED_UP);
    }

    @Test
    void tellsOfTheHighestShareThatWasPassed() {
        assertThat(FailureBudget.alert(used(10), used(95))).hasValue(90);
        assertThat(FailureBudget.alert(null, used(100))).hasValue(100);
        assertThat(FailureBudget.alert(used(90), used(99))).isEmpty();
    }

    @Test
    void isNotUsedWhileNobodyTries() {
        Failing first = budget.after(null, Instant.EPOCH, START);
        Failing second = budget.after(first, START, START.plus(MINUTE.multipliedBy(10)));
        Failing later =
                budget.after(second, START.plus(MINUTE.multipliedBy(10)), START.plus(MINUTE.multipliedBy(5_010)));

        assertThat(later.budgetUsed()).isEqualTo(1);
        assertThat(later.since()).isEqualTo(START.plus(MINUTE.multipliedBy(5_000)));
    }

    @Test
    void anAppWithoutAnyIsPausedAtItsFirstFailure() {
        assertThat(new FailureBudget(Duration.ZERO, MINUTE)
                        .after(null, Instant.EPOCH, START)
                        .budgetUsed())
                .isEqualTo(FailureBudget.USED_UP);
    }

    private static Failing used(int percent) {
        return new Failing(START, START, percent);
    }
}
