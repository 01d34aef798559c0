package dev.rollcall.sync.replay;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps to so many changes a second, which may be changed while it goes on; used by one thread. */
final class Throttle {

    /** As many as that are let go at once in a hundredth of a second. */
    private static final int PERIODS = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private int perSecond;
    private @Nullable RateLimiter limiter;

    /** The most that may go at once, so that nobody waits for longer than a moment. */
    int burst(int wanted) {
        if (wanted != perSecond || limiter == null) {
            perSecond = wanted;
            int atOnce = Math.max(1, wanted / PERIODS);
            limiter = RateLimiter.of(
                    "replay",
                    RateLimiterConfig.custom()
                            .limitForPeriod(atOnce)
                            .limitRefreshPeriod(Duration.ofSeconds(atOnce).dividedBy(wanted))
                            .timeoutDuration(PATIENCE)
                            .build());
        }
        return Math.max(1, wanted / 2);
    }

    /** Waits until so many may go. */
    void pass(int count) {
        RateLimiter limit = limiter;
        if (limit == null) {
            throw new IllegalStateException("Ask for the burst first.");
        }
        int most = limit.getRateLimiterConfig().getLimitForPeriod();
        for (int left = count; left > 0; left -= most) {
            limit.acquirePermission(Math.min(left, most));
        }
    }
}
