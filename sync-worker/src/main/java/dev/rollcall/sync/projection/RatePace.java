package dev.rollcall.sync.projection;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;

/** So many records a second. */
final class RatePace implements Pace {

    private static final int PERIODS_PER_SECOND = 10;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final RateLimiter limiter;
    private final int portion;

    RatePace(int recordsPerSecond) {
        this.portion = Math.max(1, recordsPerSecond / PERIODS_PER_SECOND);
        this.limiter = RateLimiter.of(
                "rebuild",
                RateLimiterConfig.custom()
                        .limitForPeriod(portion)
                        .limitRefreshPeriod(Duration.ofMillis(1_000L * portion / recordsPerSecond))
                        .timeoutDuration(LONGEST)
                        .build());
    }

    @Override
    public boolean mayRunAhead() {
        return false;
    }

    @Override
    public void await(int records) {
        for (int left = records; left > 0 && !Thread.currentThread().isInterrupted(); left -= portion) {
            limiter.acquirePermission(Math.min(left, portion));
        }
    }
}
