package dev.rollcall.ingest.connection;

import dev.rollcall.event.Setting;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.http.ETag;

/** The version of a setting: the time of its last change, which always moves on. */
final class Versions {

    private Versions() {}

    /** As an entity tag (RFC 9110 §8.8.3). */
    static String etag(Setting setting) {
        return "\"" + setting.getTime().toEpochMilli() + "\"";
    }

    /** Whether one of the tags of If-Match (RFC 9110 §13.1.1) is the setting's. */
    static boolean matches(Setting setting, String ifMatch) {
        return ETag.parse(ifMatch).stream()
                .anyMatch(tag -> tag.isWildcard() || tag.formattedTag().equals(etag(setting)));
    }

    /** When the next change is. */
    static Instant next(Setting before, Instant now) {
        Instant next = before.getTime().plusMillis(1);
        return now.isAfter(next) ? now.truncatedTo(ChronoUnit.MILLIS) : next;
    }
}
