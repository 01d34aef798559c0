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
 * @param state of deliveries, such as {@code closed} (they flow) or {@code open} (the app failed)
 * @param outcome of the last change that was settled
 * @param status the app's last HTTP status
 * @param detail what is wrong and what would mend it
 * @param failures since the app last took something
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record LastOutcome(
        String state,
        @Nullable String outcome,
        @Nullable Integer status,
        @Nullable String detail,
        int failures,
        Instant at) {

    static LastOutcome of(AppStatus status) {
        return new LastOutcome(
                status.state().name().toLowerCase(Locale.ROOT),
                Optional.ofNullable(status.outcome())
                        .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
                        .orElse(null),
                status.status(),
                status.detail(),
                status.failures(),
                status.at());
    }
}
