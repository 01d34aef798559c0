package dev.rollcall.ingest.setting;

import dev.rollcall.event.Setting;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ETag;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** The version of a setting: the time of its last change, which always moves on. */
public final class Versions {

    private Versions() {}

    /** As an entity tag (RFC 9110 §8.8.3). */
    public static String etag(Setting setting) {
        return "\"" + setting.getTime().toEpochMilli() + "\"";
    }

    /**
     * Checks that one of the tags of If-Match (RFC 9110 §13.1.1) is the setting's.
     *
     * @param what the setting is, for the answer
     * @param ifMatch null for any
     * @throws ResponseStatusException 412 when none is
     */
    public static void check(String what, Setting setting, @Nullable String ifMatch) {
        if (ifMatch != null && !matches(setting, ifMatch)) {
            throw new ResponseStatusException(
                    HttpStatus.PRECONDITION_FAILED,
                    "The " + what + " was changed since; GET it, and send the patch again with its ETag.");
        }
    }

    private static boolean matches(Setting setting, String ifMatch) {
        return ETag.parse(ifMatch).stream()
                .anyMatch(tag -> tag.isWildcard() || tag.formattedTag().equals(etag(setting)));
    }

    /** When the next change is. */
    public static Instant next(Setting before, Instant now) {
        Instant next = before.getTime().plusMillis(1);
        return now.isAfter(next) ? now.truncatedTo(ChronoUnit.MILLIS) : next;
    }
}
