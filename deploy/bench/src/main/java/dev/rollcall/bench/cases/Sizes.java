package dev.rollcall.bench.cases;

/**
 * How many there are of what.
 *
 * @param users over whom the PUTs and the plain reads go
 * @param directoryUsers at least, when filters and pages are measured
 * @param largeGroup members of the large group
 * @param groups that one user is in, and among which one is looked up by name
 * @param connections at most, each of which needs a user of its own beside the members of a group
 */
public record Sizes(int users, int directoryUsers, int largeGroup, int groups, int connections) {

    /** At least as many warm a case up, for what one connection asks in a few seconds is too little for the compiler. */
    public static final int WARM_UP_CONNECTIONS = 16;
}
