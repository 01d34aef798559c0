package dev.rollcall.ingest.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReconcileEveryTest {

    private static final Instant LAST = Instant.parse("2026-11-30T01:30:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT24H, 2026-12-01T01:30:00Z",
        "P7D, 2026-12-07T01:30:00Z",
        "0 3 * * *, 2026-11-30T03:00:00Z",
        "30 0 4 * * SUN, 2026-12-06T04:00:30Z"
    })
    void isDueAfterTheLastRun(String every, Instant due) {
        assertThat(ReconcileEvery.of(every).after(LAST)).contains(due);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P106751991167300D", "PT2562047788015215H", "0 0 31 2 *"})
    void isNeverDueWhereNoTimeComes(String every) {
        assertThat(ReconcileEvery.of(every).after(LAST)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1M", "daily", "P1Y", "* *", "-PT1H"})
    void refusesWhatItCannotBe(String every) {
        assertThatThrownBy(() -> ReconcileEvery.of(every)).hasMessageContaining("reconcile_every");
    }
}
