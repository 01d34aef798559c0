package dev.rollcall.sync.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YieldingPaceTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Traffic traffic = new Traffic(nanos::get);

    @Test
    void restsOnlyWhileSomebodyChangesSomething() {
        assertThat(rested()).isLessThan(Duration.ofMillis(100));

        traffic.seen();
        assertThat(rested()).isGreaterThanOrEqualTo(Duration.ofMillis(150));

        pass(Duration.ofSeconds(2));
        assertThat(rested()).isLessThan(Duration.ofMillis(100));
    }

    @ParameterizedTest
    @CsvSource({"0, 1.5", "1, 1.5", "2, 4", "3, 6.5"})
    void isAtWorkForTwoFifthsOfTheTimeWithAllOthersTogether(int fillings, double rests) {
        assertThat(YieldingPace.rest(1_000, fillings)).isEqualTo((long) (1_000 * rests));
    }

    /** For how long it rests after a tenth of a second at work. */
    private Duration rested() {
        var pace = new YieldingPace(traffic);
        pass(Duration.ofMillis(100));
        long began = System.nanoTime();
        pace.await(1);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
