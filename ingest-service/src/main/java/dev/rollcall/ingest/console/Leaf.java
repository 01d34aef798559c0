package dev.rollcall.ingest.console;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list that is sorted by name.
 *
 * @param number from 1 on
 * @param of how many there are
 */
public record Leaf<T>(List<T> entries, int number, int of) {

    private static final int SIZE = 50;

    /** @param asked the number in the URL; what is none is the first, what is behind the last is the last */
    public static <T> Leaf<T> of(List<T> all, Function<T, String> name, @Nullable String asked) {
        int leaves = Math.max(1, Math.ceilDiv(all.size(), SIZE));
        int number = Math.clamp(number(asked), 1, leaves);
        List<T> entries = all.stream()
                .sorted(Comparator.comparing(name, String.CASE_INSENSITIVE_ORDER))
                .skip((number - 1L) * SIZE)
                .limit(SIZE)
                .toList();
        return new Leaf<>(entries, number, leaves);
    }

    private static int number(@Nullable String asked) {
        return asked != null && asked.matches("[0-9]{1,6}") ? Integer.parseInt(asked) : 1;
    }
}
