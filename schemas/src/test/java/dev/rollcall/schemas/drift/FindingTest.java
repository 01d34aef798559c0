package dev.rollcall.schemas.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.ResourceType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FindingTest {

    @Test
    void whatIsNoneOfOursIsTouchedOnlyByWhoChoseItWhateverElseIsSaidOfIt() {
        assertThat(extra(FindingCause.FOREIGN, null)
                        .because(FindingCause.WAITING)
                        .cause()
                        .isOurs())
                .isFalse();
        assertThat(extra(FindingCause.DELETED, "u1")
                        .because(FindingCause.WAITING)
                        .cause())
                .isEqualTo(FindingCause.WAITING);
    }

    private static Finding extra(FindingCause cause, @Nullable String resource) {
        return new Finding(
                "run",
                FindingKind.EXTRA,
                cause,
                ResourceType.USER,
                resource == null ? null : "c",
                resource,
                "r1",
                List.of(),
                0,
                0,
                0,
                FindingState.OPEN,
                null,
                Instant.EPOCH);
    }
}
