package dev.rollcall.ingest.drift;

import dev.rollcall.ingest.setting.Refused;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/** How often an app is reconciled by itself; pure. */
public sealed interface ReconcileEvery {

    /** What goes through all that an app has isn't for every minute. */
    Duration SHORTEST = Duration.ofMinutes(15);

    /** When it is due next; empty for never again. */
    Optional<Instant> after(Instant last);

    /** Counted from the last run. */
    record Interval(Duration length) implements ReconcileEvery {

        @Override
        public Optional<Instant> after(Instant last) {
            // a duration may reach beyond the last instant that there is
            return length.compareTo(Duration.between(last, Instant.MAX)) > 0
                    ? Optional.empty()
                    : Optional.of(last.plus(length));
        }
    }

    /** At times of day, in UTC. */
    record Cron(CronExpression expression) implements ReconcileEvery {

        @Override
        public Optional<Instant> after(Instant last) {
            return Optional.ofNullable(expression.next(last.atZone(ZoneOffset.UTC)))
                    .map(ZonedDateTime::toInstant);
        }
    }

    /**
     * Reads an ISO 8601 duration, or a cron expression of five fields, or of six with seconds first.
     *
     * @throws org.springframework.web.server.ResponseStatusException 400 that says what it may be
     */
    static ReconcileEvery of(String text) {
        String stripped = text.strip();
        try {
            if (stripped.startsWith("P")) {
                Duration length = Duration.parse(stripped);
                if (length.compareTo(SHORTEST) < 0) {
                    throw Refused.wrong("reconcile_every must be at least PT15M.");
                }
                return new Interval(length);
            }
            boolean isOfUnix = stripped.split("\\s+").length == 5;
            return new Cron(CronExpression.parse(isOfUnix ? "0 " + stripped : stripped));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw Refused.wrong(
                    "reconcile_every must be an ISO 8601 duration such as PT24H, or a cron expression in UTC"
                            + " such as \"0 3 * * *\".");
        }
    }

    /** The setting as it is kept; null for only when somebody wants it. */
    static @Nullable String checked(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        of(text);
        return text.strip();
    }
}
