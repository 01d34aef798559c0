package dev.rollcall.sync.fanout;

import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.delivery.BackOff;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps a failing app from being asked too early: open at the first failure, half-open for one probe when its wait is
 * over, closed at the first success. Only the thread of the app's consumer calls it.
 */
final class AppBreaker {

    private final CircuitBreaker breaker;
    private final BackOff backOff;
    private final Duration maxRetryAfter;
    private final Clock clock;
    private Instant retryAt = Instant.EPOCH;
    private int failures;

    AppBreaker(String app, BackOff backOff, Duration maxRetryAfter, Clock clock) {
        this.breaker = CircuitBreaker.of(
                app,
                CircuitBreakerConfig.custom()
                        .slidingWindow(1, 1, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .clock(clock)
                        .build());
        this.backOff = backOff;
        this.maxRetryAfter = maxRetryAfter;
        this.clock = clock;
    }

    /** Whether the app may be asked now; if so, one of the other methods has to follow. */
    boolean tryAcquire() {
        return breaker.tryAcquirePermission();
    }

    /** Whether this is the first try after a failure. */
    boolean isProbe() {
        return breaker.getState() == State.HALF_OPEN;
    }

    /** How long until the app may be asked. */
    Duration remaining() {
        Duration left = Duration.between(clock.instant(), retryAt);
        return left.isNegative() ? Duration.ofMillis(1) : left.plusMillis(1);
    }

    int failures() {
        return failures;
    }

    void succeeded() {
        failures = 0;
        breaker.onSuccess(0, java.util.concurrent.TimeUnit.NANOSECONDS);
    }

    /** The app wasn't asked after all. */
    void unused() {
        breaker.releasePermission();
    }

    /** The app failed as a whole; returns how long to leave it alone. */
    Duration failed(Answer answer) {
        failures++;
        Duration wait =
                backOff.after(failures, ThreadLocalRandom.current().nextDouble(), answer.retryAfter(), maxRetryAfter);
        Duration atLeast = wait.plusMillis(1);
        retryAt = clock.instant().plus(atLeast);
        breaker.transitionToOpenStateFor(atLeast);
        return atLeast;
    }
}
