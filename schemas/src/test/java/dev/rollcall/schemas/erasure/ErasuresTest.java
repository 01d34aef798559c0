package dev.rollcall.schemas.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.Erasure;
import dev.rollcall.event.ErasureStep;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErasuresTest {

    static {
        TrustedRecords.trust();
    }

    private final Erasures erasures = new Erasures();

    @Test
    void projectionsTakeNothingFromWhenItIsPurged() {
        assertThat(erasures.isErased("c", "u")).isFalse();

        erasures.apply("c/u", erasure(ErasureStep.REQUESTED).build());
        assertThat(erasures.isErased("c", "u")).isFalse();

        erasures.apply("c/u", erasure(ErasureStep.PURGING).build());
        assertThat(erasures.isErased("c", "u")).isTrue();
        assertThat(erasures.isErased("c", "v")).isFalse();
        assertThat(erasures.isErased(null, "u")).isFalse();
    }

    @Test
    void anInstanceThatKnewLessTakesNothingBack() {
        erasures.apply(
                "c/u",
                erasure(ErasureStep.PURGING)
                        .setForced(true)
                        .setGone(Map.of("receipts", 4L))
                        .setNewest(Map.of("rollcall.receipts", 9L))
                        .build());

        erasures.apply(
                "c/u",
                erasure(ErasureStep.PURGING).setGone(Map.of("ledger", 1L)).build());
        erasures.apply("c/u", erasure(ErasureStep.REQUESTED).build());

        Erasure known = erasures.find("c", "u").orElseThrow();
        assertThat(known.getStep()).isEqualTo(ErasureStep.PURGING);
        assertThat(known.getForced()).isTrue();
        assertThat(known.getGone()).isEqualTo(Map.of("receipts", 4L, "ledger", 1L));
        assertThat(known.getNewest()).isEqualTo(Map.of("rollcall.receipts", 9L));
    }

    @Test
    void anOlderReaderKeepsWhatItKnowsWhenAStepIsAddedLater() {
        erasures.apply("c/u", erasure(ErasureStep.PURGING).build());

        erasures.apply("c/u", erasure(ErasureStep.UNKNOWN).build());

        assertThat(erasures.isErased("c", "u")).isTrue();
    }

    private static Erasure.Builder erasure(ErasureStep step) {
        return Erasure.newBuilder()
                .setConnection("c")
                .setUser("u")
                .setRequested(Instant.EPOCH)
                .setTime(Instant.EPOCH)
                .setStep(step)
                .setOperator("admin-token");
    }
}
