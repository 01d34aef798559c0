package dev.rollcall.bench.population;

import dev.rollcall.bench.load.CallSource;
import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.LoadGenerator;
import java.util.ArrayList;
import java.util.List;

/** The users that this run has created. */
public final class Population {

    private final Calls calls;
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private final List<Person> people = new ArrayList<>();
    private long last;

    public Population(Calls calls) {
        this.calls = calls;
    }

    public Person get(int index) {
        return people.get(index);
    }

    public int size() {
        return people.size();
    }

    public List<String> ids(int from, int to) {
        return people.subList(from, to).stream().map(Person::id).toList();
    }

    /** Creates as many as are missing. */
    public void require(int count, LoadGenerator generator) {
        int missing = count - people.size();
        if (missing > 0) {
            creation(missing).run("users", calls, generator);
        }
    }

    /** Creates users without end. */
    public CallSource creating() {
        return creation(Integer.MAX_VALUE);
    }

    /** A typical user, whole. */
    public static String sample() {
        return Bodies.user("bench-sample-1", 1, "Engineer");
    }

    private Creation creation(int count) {
        long first = last + 1;
        return new Creation(
                count,
                index -> {
                    last = first + index;
                    return calls.send("POST", "/Users", person("", last).body("Engineer"));
                },
                (index, id) -> people.add(person(id, first + index)));
    }

    private Person person(String id, long number) {
        return new Person(id, "bench-" + run + "-" + number, number);
    }
}
