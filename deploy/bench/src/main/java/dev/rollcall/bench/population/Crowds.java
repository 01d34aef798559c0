package dev.rollcall.bench.population;

import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.LoadGenerator;

/** Groups of a thousand, so that a directory has as many memberships as a case needs. */
public final class Crowds {

    private static final int MEMBERS = 1_000;
    private static final int CONNECTIONS = 4;

    private final Calls calls;
    private final LoadGenerator generator;
    private final Population population;

    public Crowds(Calls calls, LoadGenerator generator, Population population) {
        this.calls = calls;
        this.generator = generator;
        this.population = population;
    }

    /**
     * Creates what is missing.
     *
     * @param users and memberships that there are to be
     * @param held memberships that there are
     */
    public void require(int users, int memberships, long heldUsers, long held) {
        population.require((int) Math.max(MEMBERS, population.size() + users - heldUsers), generator);
        int missing = (int) Math.ceilDiv(Math.max(0, memberships - held), MEMBERS);
        if (missing > 0) {
            String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
            new Creation(missing, index -> calls.send("POST", "/Groups", crowd(run, index)), (_, _) -> {})
                    .run("groups of " + MEMBERS, CONNECTIONS, calls, generator);
        }
    }

    /** The members of one follow those of the one before. */
    private String crowd(String run, int index) {
        int places = population.size() / MEMBERS;
        int from = index % places * MEMBERS;
        return Bodies.group("Bench crowd " + run + " " + index, population.ids(from, from + MEMBERS));
    }
}
