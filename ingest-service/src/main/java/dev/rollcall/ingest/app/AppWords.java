package dev.rollcall.ingest.app;

import dev.rollcall.ingest.setting.Refused;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the admin API writes what settings have enums for. */
final class AppWords {

    private static final String UNKNOWN = "UNKNOWN";

    private AppWords() {}

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant that a word means; empty where there is no word.
     *
     * @throws org.springframework.web.server.ResponseStatusException 400 that names the field and its words; also for what
     *     a newer version chose, for to keep what isn't known here would be to lose it
     */
    static <E extends Enum<E>> Optional<E> read(String field, @Nullable String word, Class<E> type) {
        if (word == null) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(type.getEnumConstants())
                .filter(constant -> isKnown(constant) && word(constant).equals(word))
                .findFirst()
                .orElseThrow(() -> Refused.wrong(Arrays.stream(type.getEnumConstants())
                        .filter(AppWords::isKnown)
                        .map(constant -> "\"" + word(constant) + "\"")
                        .collect(Collectors.joining(", ", field + refusal(word), ".")))));
    }

    private static String refusal(String word) {
        return word.equalsIgnoreCase(UNKNOWN)
                ? " was chosen with a newer version, which this one doesn't know. Change the app with that, or choose one of "
                : " must be one of ";
    }

    private static boolean isKnown(Enum<?> constant) {
        return !constant.name().equals(UNKNOWN);
    }
}
