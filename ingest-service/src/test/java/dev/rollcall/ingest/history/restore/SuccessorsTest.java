package dev.rollcall.ingest.history.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SuccessorsTest {

    private static final Instant DELETED = Instant.parse("2026-11-30T08:00:00.123Z");

    @Test
    void isAUuidOfTheTimeOfTheDeletion() {
        UUID id = UUID.fromString(Successors.of("c", "u", DELETED));

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(DELETED.toEpochMilli());
    }

    @Test
    void isTheSameWhoeverAsksAndAnotherForAnybodyElse() {
        assertThat(Successors.of("c", "u", DELETED))
                .isEqualTo(Successors.of("c", "u", DELETED))
                .isNotEqualTo(Successors.of("c", "v", DELETED))
                .isNotEqualTo(Successors.of("d", "u", DELETED));
    }

    @Test
    void tellsWhenWhoeverItStandsForWasDeleted() {
        assertThat(Successors.deleted(Successors.of("c", "u", DELETED))).contains(DELETED);
        assertThat(Successors.deleted(UUID.randomUUID().toString())).isEmpty();
        assertThat(Successors.deleted("no-uuid")).isEmpty();
    }
}
