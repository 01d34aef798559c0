package dev.rollcall.sync.fanout;

import dev.rollcall.schemas.delivery.AppStatus.Failing;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How long an app may go on failing before nothing more is sent to it; pure.
 *
 * @param granted from its first failure since it last took something
 * @param longestWait between two tries of a worker; for longer than that nobody tried, and it isn't held against the app
 */
record FailureBudget(Duration granted, Duration longestWait) {

    static final int USED_UP = 100;
    private static final int[] ALERTS = {50, 70, 90, USED_UP};

    /**
     * The outage of an app that failed just now.
     *
     * @param before as it was at the failure before; null when the app has taken something since
     * @param lastTry when that was
     */
    Failing after(@Nullable Failing before, Instant lastTry, Instant now) {
        Instant since = before == null ? now : before.since().plus(untried(lastTry, now));
        Duration spent = Duration.between(since, now);
        long used = granted.isPositive() ? USED_UP * spent.toMillis() / granted.toMillis() : USED_UP;
        return new Failing(since, since.plus(granted), Math.clamp(used, 0, USED_UP));
    }

    private Duration untried(Instant lastTry, Instant now) {
        Duration gap = Duration.between(lastTry, now);
        return gap.compareTo(longestWait) > 0 ? gap : Duration.ZERO;
    }

    /** The highest share, in percent, that is to be told of because it was passed between two failures. */
    static OptionalInt alert(@Nullable Failing before, Failing now) {
        int told = before == null ? 0 : before.budgetUsed();
        return IntStream.of(ALERTS)
                .filter(share -> told < share && share <= now.budgetUsed())
                .max();
    }
}
