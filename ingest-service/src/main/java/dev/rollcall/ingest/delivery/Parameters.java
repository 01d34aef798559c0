package dev.rollcall.ingest.delivery;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Reads what the lists of the API have in common; what can't be meant is 400, never an empty list. */
final class Parameters {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;
    private static final Pattern CURSOR = Pattern.compile("[0-9a-f]{12}-[\\w.~-]{1,400}");

    private Parameters() {}

    static int limit(@Nullable Integer limit) {
        int wanted = Optional.ofNullable(limit).orElse(DEFAULT_LIMIT);
        if (wanted < 1 || wanted > MAX_LIMIT) {
            throw wrong("limit must be a whole number from 1 to " + MAX_LIMIT + '.');
        }
        return wanted;
    }

    static @Nullable String cursor(@Nullable String cursor) {
        if (cursor != null && !CURSOR.matcher(cursor).matches()) {
            throw wrong("cursor must be next_cursor of a page before, as it came.");
        }
        return cursor;
    }

    /** Values of an enumeration, with commas between; none for all. */
    static <E extends Enum<E>> List<String> names(String name, @Nullable String values, List<E> known) {
        if (values == null || values.isBlank()) {
            return List.of();
        }
        return Arrays.stream(values.split(","))
                .map(value -> known.stream()
                        .map(Enum::name)
                        .filter(value.strip()::equalsIgnoreCase)
                        .findFirst()
                        .orElseThrow(() -> wrong(name + " must be one of "
                                + String.join(
                                        ", ",
                                        known.stream().map(Parameters::label).toList())
                                + ", or several with commas.")))
                .toList();
    }

    static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static ResponseStatusException wrong(String detail) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
    }
}
