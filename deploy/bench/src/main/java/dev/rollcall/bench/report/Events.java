package dev.rollcall.bench.report;

/** How many events a case was to make, and how many a subscriber saw. */
public record Events(long seen, long expected) {

    public static final Events NONE = new Events(0, 0);

    public Events plus(Events other) {
        return new Events(seen + other.seen, expected + other.expected);
    }
}
