package dev.rollcall.ingest.setting;

import java.time.Instant;
import org.springframework.web.server.ResponseStatusException;

/** Checks the times that the admin API is asked with: beyond these years, Kafka and MongoDB take them for something else. */
public final class Times {

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Times() {}

    /**
     * The same time.
     *
     * @param field its name, for the answer
     * @throws ResponseStatusException 400 that names the field
     */
    public static Instant checked(String field, Instant time) {
        if (time.isBefore(FIRST) || !time.isBefore(END)) {
            throw Refused.wrong(field + " must be a time of the years 1970 to 9999.");
        }
        return time;
    }
}
