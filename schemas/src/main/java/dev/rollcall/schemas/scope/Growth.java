package dev.rollcall.schemas.scope;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The functions of JSONata that make much of little in one step: each is asked before how much that will be. */
enum Growth {
    PAD("pad", "<s-ns?:s>") {
        @Override
        void check(List<?> arguments, Bounds bounds) {
            if (at(arguments, 1) instanceof Number width) {
                bounds.require(
                        Math.abs(width.doubleValue()) <= MAX_WIDTH, "pads to more than " + MAX_WIDTH + " characters.");
            }
        }
    },
    JOIN("join", "<a<s>s?:s>") {
        @Override
        void check(List<?> arguments, Bounds bounds) {
            if (at(arguments, 0) instanceof List<?> parts) {
                bounds.allow(bounds.size(parts) + (double) parts.size() * length(arguments, 1));
            }
        }
    },
    REPLACE("replace", "<s-(sf)(sf)n?:s>") {
        @Override
        void check(List<?> arguments, Bounds bounds) {
            bounds.allow((1.0 + length(arguments, 0)) * length(arguments, 2));
            if (at(arguments, 1) instanceof Pattern) {
                matched(arguments, bounds);
            }
        }
    },
    MATCH("match", "<s-f<s:o>n?:a<o>>") {
        @Override
        void check(List<?> arguments, Bounds bounds) {
            matched(arguments, bounds);
        }
    },
    /** Written over lines, each begins with as many blanks as there are values around it. */
    STRING("string", "<x-b?:s>") {
        @Override
        void check(List<?> arguments, Bounds bounds) {
            if (Boolean.TRUE.equals(at(arguments, 1))) {
                bounds.allow(Math.pow(bounds.size(at(arguments, 0)), 2));
            }
        }
    },
    FROM_MILLIS("fromMillis", "<n-s?s?:s>", "dateTimeFromMillis") {
        @Override
        void check(List<?> arguments, Bounds bounds) {
            picture(at(arguments, 1), bounds);
        }
    },
    NOW("now", "<s?s?:s>") {
        @Override
        void check(List<?> arguments, Bounds bounds) {
            picture(at(arguments, 0), bounds);
        }
    },
    /** Of what it evaluates nobody is asked. */
    EVAL("eval", "<sx?:x>", "functionEval") {
        @Override
        void check(List<?> arguments, Bounds bounds) {
            bounds.require(false, "uses $eval, which a mapping doesn't have.");
        }
    };

    /** Characters; the time for one more grows with them. */
    private static final int MAX_WIDTH = 10_000;

    /** Characters, for each of which there may be a match with all that tells of it. */
    private static final int MAX_MATCHED = 50_000;

    /** The width of a part of a time, such as in {@code [Y,2-4]}. */
    private static final Pattern WIDE = Pattern.compile(",[^\\]]*\\d{4}");

    private final String function;
    private final String signature;
    private final String method;

    Growth(String function, String signature) {
        this(function, signature, function);
    }

    /** @param method the library's own */
    Growth(String function, String signature, String method) {
        this.function = function;
        this.signature = signature;
        this.method = method;
    }

    abstract void check(List<?> arguments, Bounds bounds);

    static void guard(Jsonata.Frame frame, Bounds bounds) {
        for (Growth one : values()) {
            frame.bind(one.function, one.bounded(bounds));
        }
    }

    private Jsonata.JFunction bounded(Bounds bounds) {
        return new Jsonata.JFunction(function, signature, Functions.class, null, method) {
            @Override
            public @Nullable Object call(@Nullable Object input, @SuppressWarnings("rawtypes") List arguments) {
                check(arguments, bounds);
                return super.call(input, arguments);
            }
        };
    }

    private static @Nullable Object at(List<?> arguments, int position) {
        return position < arguments.size() ? arguments.get(position) : null;
    }

    private static int length(List<?> arguments, int position) {
        return at(arguments, position) instanceof String text ? text.length() : 0;
    }

    private static void matched(List<?> arguments, Bounds bounds) {
        bounds.require(
                length(arguments, 0) <= MAX_MATCHED, "matches a text of more than " + MAX_MATCHED + " characters.");
    }

    private static void picture(@Nullable Object picture, Bounds bounds) {
        bounds.require(
                !(picture instanceof String text && WIDE.matcher(text).find()), "has a time with too wide a part.");
    }
}
