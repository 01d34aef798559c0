package dev.rollcall.bench.population;

import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.LoadGenerator;
import java.util.ArrayList;
import java.util.List;

/** Very many groups, and one user who is in all of them. */
public final class Teams {

    private final Calls calls;
    private final LoadGenerator generator;
    private final int count;
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private final List<Team> teams = new ArrayList<>();
    private String joiner = "";

    /** A group that this run has created. */
    public record Team(String id, String displayName) {}

    public Teams(Calls calls, LoadGenerator generator, int count) {
        this.calls = calls;
        this.generator = generator;
        this.count = count;
    }

    /** Creates what isn't there yet. */
    public void require() {
        if (!teams.isEmpty()) {
            return;
        }
        new Creation(
                        1,
                        _ -> calls.send("POST", "/Users", Bodies.user("bench-joiner-" + run, 0, "Joiner")),
                        (_, id) -> joiner = id)
                .run("user for all groups", calls, generator);
        new Creation(
                        count,
                        index -> calls.send("POST", "/Groups", Bodies.group(name(index), List.of(joiner))),
                        (index, id) -> teams.add(new Team(id, name(index))))
                .run("groups", calls, generator);
    }

    public int size() {
        return count;
    }

    public Team get(int index) {
        return teams.get(index);
    }

    /** The id of the user who is in all of them. */
    public String joiner() {
        return joiner;
    }

    private String name(int index) {
        return "Bench team " + run + " " + index;
    }
}
