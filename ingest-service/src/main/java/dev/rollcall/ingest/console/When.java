package dev.rollcall.ingest.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A time as pages show it, in UTC and as seen from now.
 *
 * @param shown such as {@code 22 Nov 08:15:00 UTC}; with its year where that is another one
 * @param ago such as {@code 3 min ago}
 */
public record When(Instant time, String shown, String ago) {

    private static final DateTimeFormatter OF_ANOTHER_YEAR = DateTimeFormatter.ofPattern(
                    "d MMM yyyy HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final Duration MOMENT = Duration.ofSeconds(5);
    private static final Duration DAYS = Duration.ofHours(48);

    /** Pure. */
    public static When of(Instant time, Instant now) {
        boolean isOfThisYear = time.atOffset(ZoneOffset.UTC).getYear()
                == now.atOffset(ZoneOffset.UTC).getYear();
        return new When(time, isOfThisYear ? Shown.time(time) : OF_ANOTHER_YEAR.format(time), ago(time, now));
    }

    private static String ago(Instant time, Instant now) {
        Duration distance = Duration.between(time, now);
        Duration length = distance.abs();
        if (length.compareTo(MOMENT) < 0) {
            return "just now";
        }
        return distance.isNegative() ? "in " + length(length) : length(length) + " ago";
    }

    /** Such as {@code 40 s}, {@code 3 min}, {@code 5 h} or {@code 12 days}; pure. */
    public static String length(Duration length) {
        if (length.compareTo(Duration.ofMinutes(1)) < 0) {
            return length.toSeconds() + " s";
        }
        if (length.compareTo(Duration.ofHours(1)) < 0) {
            return length.toMinutes() + " min";
        }
        return length.compareTo(DAYS) < 0 ? length.toHours() + " h" : length.toDays() + " days";
    }
}
