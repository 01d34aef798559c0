package dev.rollcall.ingest.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
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
record Rotation(@Nullable Duration overlap, @Nullable Instant expiresAt) {

    static final Rotation DEFAULT = new Rotation(null, null);

    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration LONGEST = Duration.ofDays(90);

    /** @throws org.springframework.web.server.ResponseStatusException 400 when it is longer than 90 days, or negative */
    Duration checkedOverlap() {
        Duration given = Objects.requireNonNullElse(overlap, DAY);
        if (given.isNegative() || given.compareTo(LONGEST) > 0) {
            throw Refused.wrong("overlap must be a duration of ISO 8601 from PT0S to P90D, such as PT24H.");
        }
        return given;
    }
}
