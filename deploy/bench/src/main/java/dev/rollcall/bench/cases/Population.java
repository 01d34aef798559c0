package dev.rollcall.bench.cases;

import dev.rollcall.bench.load.Call;
import dev.rollcall.bench.load.CallSource;
import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.load.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The users that this run has created. */
public final class Population {

    private static final int CONNECTIONS = 32;
    private static final int PROGRESS = 5_000;
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Calls calls;
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private final List<Person> people = new ArrayList<>();
    private long last;

    /** @param id that the server gave to the user */
    record Person(String id, String userName, long number) {

        String body(String title) {
            return Bodies.user(userName, number, title);
        }
    }

    public Population(Calls calls) {
        this.calls = calls;
    }

    Person get(int index) {
        return people.get(index);
    }

    List<String> ids(int from, int to) {
        return people.subList(from, to).stream().map(Person::id).toList();
    }

    /** Creates as many as are missing. */
    public void require(int count, LoadGenerator generator) {
        int missing = count - people.size();
        if (missing <= 0) {
            return;
        }
        System.err.println("Creating " + missing + " users ...");
        var measured = generator.run(calls.server(), CONNECTIONS, PATIENCE, new Creating(missing));
        if (measured.errors() > 0) {
            throw new IllegalStateException(measured.errors() + " users could not be created: "
                    + measured.failures().getFirst());
        }
        System.err.printf("Created %d users, %.0f/s%n", missing, measured.rps());
    }

    /** Creates users without end. */
    public CallSource creating() {
        return new Creating(Integer.MAX_VALUE);
    }

    static String sample() {
        return Bodies.user("bench-sample-1", 1, "Engineer");
    }

    private final class Creating implements CallSource {

        private final Map<Integer, Person> asked = new HashMap<>();
        private final int limit;
        private int sent;
        private int made;

        Creating(int limit) {
            this.limit = limit;
        }

        @Override
        public @Nullable Call next(int connection) {
            if (sent == limit) {
                return null;
            }
            sent++;
            last++;
            var person = new Person("", "bench-" + run + "-" + last, last);
            asked.put(connection, person);
            return calls.send("POST", "/Users", person.body("Engineer"));
        }

        @Override
        public void answered(int connection, Reply reply) {
            Person person = asked.get(connection);
            String id = reply.id().orElseThrow(() -> new IllegalStateException("The answer has no Location header."));
            if (person != null) {
                people.add(new Person(id, person.userName(), person.number()));
            }
            made++;
            if (limit < Integer.MAX_VALUE && made % PROGRESS == 0) {
                System.err.println("  " + made + " of " + limit);
            }
        }
    }
}
