package dev.rollcall.ingest.connection;

import dev.rollcall.ingest.setting.Overlap;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How a credential is replaced.
 *
 * @param overlap for how long the old one still opens the connection, such as {@code PT24H}, which it is when absent
 * @param expiresAt from when the new one opens nothing; absent for never
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Rotation(@Nullable Duration overlap, @Nullable Instant expiresAt) {

    /** A day of overlap, and a new one that doesn't expire. */
    public static final Rotation DEFAULT = new Rotation(null, null);

    /** @throws org.springframework.web.server.ResponseStatusException 400 when it is longer than 90 days, or negative */
    Duration checkedOverlap() {
        return Overlap.checked(overlap);
    }
}
