package dev.rollcall.bench.target;

/**
 * Committed records of one connection.
 *
 * @param changes on {@code identity.changes}
 * @param joined memberships written to {@code identity.memberships}
 * @param left memberships removed there
 */
public record Counts(long changes, long joined, long left) {

    public static final Counts NONE = new Counts(0, 0, 0);

    long total() {
        return changes + joined + left;
    }

    Counts plus(Counts other) {
        return new Counts(changes + other.changes, joined + other.joined, left + other.left);
    }
}
