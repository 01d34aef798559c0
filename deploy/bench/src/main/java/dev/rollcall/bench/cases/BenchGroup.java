package dev.rollcall.bench.cases;

import dev.rollcall.bench.load.Call;
import dev.rollcall.bench.load.CallSource;
import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.load.Measured;
import dev.rollcall.bench.load.Reply;
import dev.rollcall.bench.population.Bodies;
import dev.rollcall.bench.population.Population;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group whose connections each add a member of their own and remove it again, so that it keeps its size. */
final class BenchGroup implements CallSource {

    private static final int BATCH = 2_000;
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Calls calls;
    private final String path;
    private final Population population;
    private final int size;
    private final BitSet isMember = new BitSet();

    private BenchGroup(Calls calls, String path, Population population, int size) {
        this.calls = calls;
        this.path = path;
        this.population = population;
        this.size = size;
    }

    /** Creates the group and fills it with the first people by PATCHes that fit into the body limit. */
    static BenchGroup create(Calls calls, LoadGenerator generator, Population population, int size) {
        System.err.println("Filling a group of " + size + " ...");
        var posted = new OneByOne(List.of(calls.send("POST", "/Groups", Bodies.group("Bench group of " + size))));
        posted.run(calls, generator);
        var path = "/Groups/" + posted.lastId;
        var batches = new ArrayList<Call>();
        for (int from = 0; from < size; from += BATCH) {
            List<String> ids = population.ids(from, Math.min(size, from + BATCH));
            batches.add(calls.send("PATCH", path, Bodies.addMembers(ids)));
        }
        Measured filled = new OneByOne(batches).run(calls, generator);
        System.err.printf("Filled a group of %d, %.0f members/s%n", size, size * 1e9 / filled.nanos());
        return new BenchGroup(calls, path, population, size);
    }

    @Override
    public Call next(int connection) {
        // nobody who is in a group for good: those are the first of the population
        String id = population.get(size + connection).id();
        isMember.flip(connection);
        return calls.send(
                "PATCH", path, isMember.get(connection) ? Bodies.addMembers(List.of(id)) : Bodies.removeMember(id));
    }

    String sample() {
        return Bodies.addMembers(List.of(population.get(0).id()));
    }

    /** Calls of which none may fail. */
    private static final class OneByOne implements CallSource {

        private final Iterator<Call> calls;
        private String lastId = "";

        OneByOne(List<Call> calls) {
            this.calls = calls.iterator();
        }

        Measured run(Calls server, LoadGenerator generator) {
            Measured measured = generator.run(server.server(), 1, PATIENCE, this);
            if (measured.errors() > 0) {
                throw new IllegalStateException(
                        "The group could not be made: " + measured.failures().getFirst());
            }
            return measured;
        }

        @Override
        public @Nullable Call next(int connection) {
            return calls.hasNext() ? calls.next() : null;
        }

        @Override
        public void answered(int connection, Reply reply) {
            reply.id().ifPresent(id -> lastId = id);
        }
    }
}
