package dev.rollcall.ingest.setting;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Ids of connections and apps: part of URLs, keys, consumer groups and tokens, so of few characters. */
public final class SettingIds {

    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,40}");

    private SettingIds() {}

    /**
     * The id that is asked for, or a new one.
     *
     * @throws ResponseStatusException 400 when it can't be one
     */
    public static String orNew(@Nullable String asked) {
        if (asked == null) {
            return UuidCreator.getTimeOrderedEpoch().toString();
        }
        if (!ID.matcher(asked).matches()) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST,
                    "id must have 1 to 40 characters of a-z, 0-9 and -; leave it out to get one.");
        }
        return asked;
    }
}
