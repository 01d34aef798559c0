package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecalledTest {

    private final LedgerEntry none = LedgerEntry.none("crm", ResourceType.USER, "c", "u");

    @Test
    void tellsTheNewestChangeAndTheCounterpart() {
        LedgerEntry entry = of(none, 4, DeliveryOutcome.DELIVERED, "r1", "");
        entry = of(entry, 7, DeliveryOutcome.FAILED, null, "");
        entry = of(entry, 5, DeliveryOutcome.SKIPPED, null, "A newer change took its place");

        assertThat(entry.sequence()).isEqualTo(7);
        assertThat(entry.outcome()).isEqualTo(DeliveryOutcome.FAILED);
        assertThat(entry.remoteId()).isEqualTo("r1");
        assertThat(entry.isLinked()).isTrue();
    }

    @Test
    void doubtsTheContent() {
        assertThat(of(none, 4, DeliveryOutcome.DELIVERED, "r1", "").hash()).isNull();
    }

    @Test
    void takesARetryOfTheNewestForItsEnd() {
        LedgerEntry entry = of(of(none, 4, DeliveryOutcome.FAILED, null, ""), 4, DeliveryOutcome.DELIVERED, "r1", "");

        assertThat(entry.outcome()).isEqualTo(DeliveryOutcome.DELIVERED);
    }

    @Test
    void knowsWhoIsInNoScope() {
        LedgerEntry out = of(none, 4, DeliveryOutcome.SKIPPED, null, Settled.LEFT_OUT);

        assertThat(out.isLinked()).isFalse();
        assertThat(out.standing())
                .isNotNull()
                .satisfies(standing -> assertThat(standing.isIn()).isFalse());
        assertThat(of(out, 5, DeliveryOutcome.DELIVERED, "r1", "").isLinked()).isTrue();
    }

    private static LedgerEntry of(
            LedgerEntry before, long sequence, DeliveryOutcome outcome, @Nullable String remoteId, String detail) {
        return Recalled.of(
                before,
                DeliveryReceipt.newBuilder()
                        .setApp("crm")
                        .setConnection("c")
                        .setChange("x" + sequence)
                        .setResourceType(ResourceType.USER)
                        .setResource("u")
                        .setSequence(sequence)
                        .setOutcome(outcome)
                        .setAttempts(1)
                        .setRemoteId(remoteId)
                        .setTime(Instant.EPOCH)
                        .setDetail(detail)
                        .build());
    }
}
