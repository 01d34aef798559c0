package dev.rollcall.ingest.setting;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** For how long what was replaced still works beside its successor. */
public final class Overlap {

    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration LONGEST = Duration.ofDays(90);

    private Overlap() {}

    /**
     * A day where none is given.
     *
     * @throws org.springframework.web.server.ResponseStatusException 400 when it is longer than 90 days, or negative
     */
    public static Duration checked(@Nullable Duration overlap) {
        Duration given = Objects.requireNonNullElse(overlap, DAY);
        if (given.isNegative() || given.compareTo(LONGEST) > 0) {
            throw Refused.wrong("overlap must be a duration of ISO 8601 from PT0S to P90D, such as PT24H.");
        }
        return given;
    }
}
