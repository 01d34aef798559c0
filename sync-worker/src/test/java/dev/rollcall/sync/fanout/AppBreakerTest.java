package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.Verdict;
import dev.rollcall.sync.delivery.BackOff;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AppBreakerTest {

    private static final Answer FAILED = new Answer(Verdict.APP, 503, null, new byte[0], "HTTP 503");
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final AppBreaker breaker = breaker(Duration.ofMillis(20));

    @Test
    void opensAtTheFirstFailureAndLetsOneProbeThroughWhenItsWaitIsOver() {
        assertThat(breaker.tryAcquire()).isTrue();
        assertThat(breaker.isProbe()).isFalse();
        breaker.failed(FAILED);
        assertThat(breaker.tryAcquire()).isFalse();

        await().until(breaker::tryAcquire);
        assertThat(breaker.isProbe()).isTrue();
        assertThat(breaker.tryAcquire()).as("a second one beside the probe").isFalse();
    }

    @Test
    void closesWhenTheProbePassesAndOpensForLongerWhenItFails() {
        breaker.tryAcquire();
        breaker.failed(FAILED);
        await().until(breaker::tryAcquire);
        breaker.failed(FAILED);
        assertThat(breaker.failures()).isEqualTo(2);
        assertThat(breaker.tryAcquire()).isFalse();

        await().until(breaker::tryAcquire);
        breaker.succeeded();
        assertThat(breaker.failures()).isZero();
        assertThat(breaker.isProbe()).isFalse();
        assertThat(breaker.tryAcquire()).isTrue();
    }

    @Test
    void aProbeThatWasNotUsedMayBeMadeAgain() {
        breaker.tryAcquire();
        breaker.failed(FAILED);
        await().until(breaker::tryAcquire);
        breaker.unused();

        assertThat(breaker.tryAcquire()).isTrue();
        assertThat(breaker.isProbe()).isTrue();
    }

    @Test
    void waitsAtLeastAsLongAsTheAppAsksAndTellsHowLongIsLeft() {
        breaker.tryAcquire();
        Duration wait = breaker.failed(new Answer(Verdict.APP, 429, Duration.ofMinutes(2), new byte[0], "HTTP 429"));

        assertThat(wait).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(2).plusMillis(1));
        assertThat(breaker.remaining())
                .isBetween(Duration.ofSeconds(119), Duration.ofMinutes(2).plusMillis(2));
        assertThat(breaker.tryAcquire()).isFalse();
    }

    @Test
    void appsThatFailTogetherAreNotAskedTogether() {
        long waits = IntStream.range(0, 20)
                .mapToObj(_ -> {
                    AppBreaker one = breaker(Duration.ofHours(1));
                    one.tryAcquire();
                    return one.failed(FAILED);
                })
                .distinct()
                .count();

        assertThat(waits).isGreaterThan(15);
    }

    private static AppBreaker breaker(Duration initial) {
        return new AppBreaker("app", new BackOff(initial, Duration.ofHours(1)), LIMIT, Clock.systemUTC());
    }
}
