package dev.rollcall.bench.cases;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is measured, in the order in which it is. */
public enum BenchCase {
    CREATES,
    NOOP_PUTS,
    CHANGING_PUTS,
    LIST,
    FILTER,
    GET,
    PATCH_SMALL,
    PATCH_LARGE;

    /** As it is written on the command line and in the report. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException that names all cases */
    public static BenchCase of(String label) {
        return Arrays.stream(values())
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no case " + label + ", only " + all()));
    }

    public static String all() {
        return Arrays.stream(values()).map(BenchCase::label).collect(Collectors.joining(","));
    }

    /** Whether a request becomes a record on Kafka. */
    public boolean isWrite() {
        return switch (this) {
            case CREATES, NOOP_PUTS, CHANGING_PUTS, PATCH_SMALL, PATCH_LARGE -> true;
            case LIST, FILTER, GET -> false;
        };
    }

    /** Whether a request makes an event. */
    public boolean isChange() {
        return isWrite() && this != NOOP_PUTS;
    }

    /** Whether it is a PATCH of a group; both are measured in turns, because they are compared with each other. */
    public boolean isPatch() {
        return this == PATCH_SMALL || this == PATCH_LARGE;
    }
}
