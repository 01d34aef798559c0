package dev.rollcall.ingest.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as pages show them. */
final class Shown {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM HH:mm:ss 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private Shown() {}

    /** Such as {@code 22 Nov 08:15:00 UTC}. */
    static String time(Instant time) {
        return TIME.format(time);
    }
}
