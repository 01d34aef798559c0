package dev.rollcall.schemas.scope;

import com.dashjoin.jsonata.Jsonata;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation may cost: JSONata asks at each step. No value becomes so large that a function that goes through it
 * once could take the heap; {@link Growth} has those that make much of little. For one thread.
 */
final class Bounds {

    private static final long MAX_MILLIS = 500;
    private static final int MAX_DEPTH = 200;
    /** Characters and values of one, as it would be written: what is in it twice counts twice. */
    private static final long MAX_SIZE = 1_000_000;
    /** Of all lists at all steps together, for a path puts those of its steps together before anybody is asked. */
    private static final long MAX_ELEMENTS = 4_000_000;
    /** Values of that size that all texts at all steps make together, for a list may hold all of them. */
    private static final long MAX_VALUES = 32;

    private final long began = System.nanoTime();
    private final IdentityHashMap<Object, Long> sizes = new IdentityHashMap<>();
    private final long maxSize;
    private long elements;
    private long characters;
    private int depth;
    private @Nullable String exceeded;

    /** @param inputSize of what is evaluated, which may be large itself and handed on */
    Bounds(long inputSize) {
        this.maxSize = MAX_SIZE + inputSize;
    }

    /** In characters and values, of something that holds nothing twice. */
    static long sizeOf(Object value) {
        return switch (value) {
            case String text -> 1L + text.length();
            case List<?> list -> 1 + list.stream().mapToLong(Bounds::sizeOf).sum();
            case Map<?, ?> map ->
                1
                        + Stream.concat(map.keySet().stream(), map.values().stream())
                                .mapToLong(Bounds::sizeOf)
                                .sum();
            default -> 1;
        };
    }

    void guard(Jsonata.Frame frame) {
        frame.setEvaluateEntryCallback((_, _, _) -> {
            depth++;
            check();
        });
        frame.setEvaluateExitCallback((_, _, _, result) -> {
            depth--;
            check();
            count(result);
            allow(size(result));
        });
        Growth.guard(frame, this);
    }

    /** What was exceeded, for whoever learns of it as of some failure; null for nothing. */
    @Nullable
    String exceeded() {
        return exceeded;
    }

    private void check() {
        require(System.nanoTime() - began <= MAX_MILLIS * 1_000_000, "takes longer than " + MAX_MILLIS + " ms.");
        require(depth <= MAX_DEPTH, "calls itself more than " + MAX_DEPTH + " levels deep.");
    }

    private void count(@Nullable Object result) {
        switch (result) {
            case List<?> list -> elements += list.size();
            case String text -> characters += text.length();
            case null, default -> {}
        }
        require(elements <= MAX_ELEMENTS + maxSize, "looks at more than " + MAX_ELEMENTS + " values.");
        require(characters <= MAX_VALUES * maxSize, "makes more than " + MAX_VALUES * MAX_SIZE + " characters in all.");
    }

    /** @param size of what would be made */
    void allow(double size) {
        require(size <= maxSize, "makes a value of more than " + MAX_SIZE + " characters.");
    }

    /** @throws IllegalStateException when it isn't so */
    void require(boolean isKept, String otherwise) {
        if (!isKept) {
            exceeded = otherwise;
            throw new IllegalStateException(otherwise);
        }
    }

    /** In characters and values; what is too large isn't gone through to its end. */
    long size(@Nullable Object value) {
        return switch (value) {
            case String text -> 1L + text.length();
            case List<?> list -> remembered(list, list, List.of());
            case Map<?, ?> map -> remembered(map, map.values(), map.keySet());
            case null, default -> 1;
        };
    }

    /** Not gone through again: from a few values each of which holds the one before twice, one is made that never ends. */
    private long remembered(Object whole, Collection<?> parts, Collection<?> more) {
        Long known = sizes.get(whole);
        if (known == null) {
            known = 1 + sum(parts) + sum(more);
            sizes.put(whole, known);
        }
        return known;
    }

    private long sum(Collection<?> parts) {
        long sum = 0;
        for (Object part : parts) {
            sum += size(part);
            if (sum > maxSize) {
                break;
            }
        }
        return sum;
    }
}
