package dev.rollcall.ingest.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.schemas.delivery.AppStatus;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How the newest delivery to an app ended.
 *
 * @param state of deliveries, such as {@code closed} (they flow), {@code open} (the app failed) or {@code paused} (it
 *     failed for so long that nothing is sent until its setting is saved anew)
 * @param outcome of the last change that was settled
 * @param status the app's last HTTP status
 * @param detail what is wrong and what would mend it
 * @param failures since the app last took something
 * @param failingSince when the app as a whole began to fail; absent when it takes what it gets
 * @param pausesAt when it is paused if it goes on so
 * @param failureBudgetUsed how much of the time between had passed, in percent; 100 where it is paused
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record LastOutcome(
        String state,
        @Nullable String outcome,
        @Nullable Integer status,
        @Nullable String detail,
        int failures,
        Instant at,
        @Nullable Instant failingSince,
        @Nullable Instant pausesAt,
        @Nullable Integer failureBudgetUsed) {

    static LastOutcome of(AppStatus status) {
        AppStatus.Failing failing = status.failing();
        return new LastOutcome(
                status.state().name().toLowerCase(Locale.ROOT),
                Optional.ofNullable(status.outcome())
                        .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
                        .orElse(null),
                status.status(),
                status.detail(),
                status.failures(),
                status.at(),
                failing == null ? null : failing.since(),
                failing == null ? null : failing.until(),
                failing == null ? null : failing.budgetUsed());
    }
}
