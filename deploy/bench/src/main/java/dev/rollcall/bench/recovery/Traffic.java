package dev.rollcall.bench.recovery;

import dev.rollcall.bench.cases.Answers;
import dev.rollcall.bench.load.Call;
import dev.rollcall.bench.load.CallSource;
import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.load.Measured;
import dev.rollcall.bench.population.Person;
import dev.rollcall.bench.population.Population;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One connection that reads by id, one that filters and one that writes, each of which rests between its calls. */
final class Traffic {

    /** Together they ask more than a hundred times a second, and leave most of the machine to what goes on beside. */
    private static final Duration REST = Duration.ofMillis(20);

    private static final Duration LONGEST = Duration.ofHours(1);

    private final Calls calls;
    private final LoadGenerator generator;
    private final Population population;

    Traffic(Calls calls, LoadGenerator generator, Population population) {
        this.calls = calls;
        this.generator = generator;
        this.population = population;
    }

    /** What is under way, until it is stopped. */
    static final class Running {

        private final Map<String, CompletableFuture<Measured>> loads = new LinkedHashMap<>();
        private volatile boolean isOver;

        /** By kind; returns when the last answers are there. */
        Map<String, Measured> stop() {
            isOver = true;
            var measured = new LinkedHashMap<String, Measured>();
            loads.forEach((what, load) -> measured.put(what, load.join()));
            return measured;
        }
    }

    Running start() {
        var running = new Running();
        go(running, "get", person -> calls.get("/Users/" + person.id()));
        go(
                running,
                "filter",
                person -> calls.find("/Users", "userName eq \"" + person.userName() + "\"")
                        .expecting(Answers.total(1)));
        go(
                running,
                "put",
                person -> calls.send("PUT", "/Users/" + person.id(), person.body("Engineer " + System.nanoTime())));
        return running;
    }

    private void go(Running running, String what, Function<Person, Call> call) {
        var source = new CallSource() {
            @Override
            public @Nullable Call next(int connection) {
                return running.isOver
                        ? null
                        : call.apply(population.get(ThreadLocalRandom.current().nextInt(population.size())));
            }

            @Override
            public Duration rest() {
                return REST;
            }
        };
        running.loads.put(
                what,
                CompletableFuture.supplyAsync(
                        () -> generator.run(calls.server(), 1, LONGEST, source),
                        task -> Thread.ofVirtual().start(task)));
    }
}
