package dev.rollcall.ingest.drift;

import dev.rollcall.ingest.setting.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what the API for reconciliations is asked with; what can't be meant is 400. */
final class DriftParameters {

    private static final int LONGEST_REASON = 500;
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private DriftParameters() {}

    static @Nullable String reason(@Nullable String reason) {
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw Refused.wrong("reason must have at most " + LONGEST_REASON + " characters.");
        }
        return reason == null || reason.isBlank() ? null : reason.strip();
    }

    static int limit(@Nullable Integer limit) {
        if (limit != null && (limit < 1 || limit > MAX_LIMIT)) {
            throw Refused.wrong("limit must be a whole number from 1 to " + MAX_LIMIT + '.');
        }
        return limit == null ? DEFAULT_LIMIT : limit;
    }

    /** Values of an enumeration with commas between; none for all. */
    static List<String> names(String name, @Nullable String values, Enum<?>[] known) {
        return values == null || values.isBlank() ? List.of() : names(name, Arrays.asList(values.split(",")), known);
    }

    static List<String> names(String name, List<@Nullable String> values, Enum<?>[] known) {
        return values.stream()
                .map(value -> Arrays.stream(known)
                        .map(Enum::name)
                        .filter(one ->
                                one.equalsIgnoreCase(String.valueOf(value).strip()))
                        .findFirst()
                        .orElseThrow(() -> Refused.wrong(name + " must be of "
                                + Arrays.stream(known)
                                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))
                                + '.')))
                .distinct()
                .toList();
    }
}
