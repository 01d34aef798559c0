package dev.rollcall.sync.projection;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How fast a generation may be filled, so that reads and writes beside it stay quick. */
final class Pace {

    private static final int PERIODS_PER_SECOND = 10;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final @Nullable RateLimiter limiter;
    private final int portion;

    /** @param recordsPerSecond null for as fast as it goes */
    Pace(@Nullable Integer recordsPerSecond) {
        this.portion = recordsPerSecond == null ? 0 : Math.max(1, recordsPerSecond / PERIODS_PER_SECOND);
        this.limiter = recordsPerSecond == null
                ? null
                : RateLimiter.of(
                        "rebuild",
                        RateLimiterConfig.custom()
                                .limitForPeriod(portion)
                                .limitRefreshPeriod(Duration.ofMillis(1_000L * portion / recordsPerSecond))
                                .timeoutDuration(LONGEST)
                                .build());
    }

    /** Returns when so many more records may follow; early when the thread is interrupted. */
    void await(int records) {
        RateLimiter limit = limiter;
        if (limit == null) {
            return;
        }
        for (int left = records; left > 0 && !Thread.currentThread().isInterrupted(); left -= portion) {
            limit.acquirePermission(Math.min(left, portion));
        }
    }
}
