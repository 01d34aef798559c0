package dev.rollcall.ingest.delivery.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LetterStateTest {

    private static final Instant FAILED = Instant.ofEpochSecond(100);

    @Test
    void isOpenUntilSomethingIsDone() {
        assertThat(LetterState.of(FAILED, null, null, null)).isEqualTo(LetterState.OPEN);
    }

    @Test
    void isBeingRetriedUntilSomethingComesOfIt() {
        assertThat(LetterState.of(FAILED, after(1), null, null)).isEqualTo(LetterState.RETRYING);
        assertThat(LetterState.of(FAILED, after(1), receipt(after(2), null), null))
                .isEqualTo(LetterState.RESOLVED);
    }

    @Test
    void isOpenAgainWhereItFailedAgain() {
        assertThat(LetterState.of(after(2), after(1), null, null)).isEqualTo(LetterState.OPEN);
        assertThat(LetterState.of(after(2), null, receipt(after(1), "admin-token"), null))
                .as("an older end")
                .isEqualTo(LetterState.OPEN);
    }

    @Test
    void isSkippedBySomebodyUntilItIsRetried() {
        assertThat(LetterState.of(FAILED, null, receipt(after(1), "admin-token"), null))
                .isEqualTo(LetterState.SKIPPED);
        assertThat(LetterState.of(FAILED, after(2), receipt(after(1), "admin-token"), null))
                .isEqualTo(LetterState.RETRYING);
    }

    @Test
    void isResolvedByANewerChangeWhateverTheClocksSay() {
        assertThat(LetterState.of(FAILED, after(1), null, receipt(Instant.EPOCH, null)))
                .isEqualTo(LetterState.RESOLVED);
    }

    private static Instant after(int seconds) {
        return FAILED.plusSeconds(seconds);
    }

    private static DeliveryReceipt receipt(Instant time, @Nullable String operator) {
        return DeliveryReceipt.newBuilder()
                .setApp("crm")
                .setConnection("c1")
                .setChange("x-0")
                .setResource("u1")
                .setSequence(1)
                .setOutcome(DeliveryOutcome.SKIPPED)
                .setAttempts(0)
                .setTime(time)
                .setOperator(operator)
                .build();
    }
}
