package dev.rollcall.bench.delivery;

import java.util.OptionalLong;

/** The time at which a change was to be pushed, which travels in the title of a user. */
final class Stamp {

    private static final String MARK = "at-";

    private Stamp() {}

    static String title(long nanos) {
        return MARK + nanos;
    }

    /** The stamp in a message, by this process' {@link System#nanoTime}; empty when there is none. */
    static OptionalLong sentAt(String message) {
        int start = message.lastIndexOf("\"" + MARK);
        if (start < 0) {
            return OptionalLong.empty();
        }
        int digits = start + MARK.length() + 1;
        return OptionalLong.of(Long.parseLong(message, digits, message.indexOf('"', digits), 10));
    }
}
