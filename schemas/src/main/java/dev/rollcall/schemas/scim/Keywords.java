package dev.rollcall.schemas.scim;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keywords of RFC 7643 §7, such as {@code readOnly}, as constants and back. */
final class Keywords {

    private Keywords() {}

    static String of(Enum<?> constant) {
        String[] words = constant.name().toLowerCase(Locale.ROOT).split("_", -1);
        return Stream.concat(
                        Stream.of(words[0]),
                        Arrays.stream(words, 1, words.length)
                                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1)))
                .collect(Collectors.joining());
    }

    static <E extends Enum<E>> Optional<E> read(Class<E> type, String keyword) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of(constant).equals(keyword))
                .findFirst();
    }

    static <E extends Enum<E>> String all(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Keywords::of).collect(Collectors.joining(", "));
    }
}
