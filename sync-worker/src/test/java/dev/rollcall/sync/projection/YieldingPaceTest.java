package dev.rollcall.sync.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YieldingPaceTest {

    private static final Duration WORK = Duration.ofMillis(100);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Traffic traffic = new Traffic(nanos::get);
    private final YieldingPace pace = new YieldingPace(traffic);

    @Test
    void restsOnlyWhileSomebodyChangesSomething() {
        pace.await(1);
        pass(WORK);
        assertThat(pace.owed()).isZero();

        traffic.seen();
        assertThat(pace.owed()).isEqualTo(Duration.ofMillis(200).toNanos());

        pass(Duration.ofSeconds(2));
        assertThat(pace.owed()).isZero();
    }

    @Test
    void reallyRests() {
        pace.await(1);
        pass(WORK);
        traffic.seen();
        long before = System.nanoTime();

        pace.await(1);

        assertThat(System.nanoTime() - before)
                .isGreaterThanOrEqualTo(Duration.ofMillis(200).toNanos());
        assertThat(pace.owed()).isZero();
    }

    @Test
    void owesNothingForTheTimeInWhichItWaitedForItsTurn() {
        traffic.seen();
        pass(Duration.ofSeconds(1));

        assertThat(pace.owed()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 100, 200", "1, 100, 200", "2, 100, 500", "3, 100, 800", "1, 60000, 2000"})
    void isAtWorkForAThirdOfTheTimeWithAllOthersTogether(int fillings, long worked, long rests) {
        assertThat(YieldingPace.owed(Duration.ofMillis(worked).toNanos(), fillings))
                .isEqualTo(Duration.ofMillis(rests).toNanos());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
