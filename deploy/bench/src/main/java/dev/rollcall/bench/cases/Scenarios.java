package dev.rollcall.bench.cases;

import dev.rollcall.bench.limit.Work;
import dev.rollcall.bench.load.Call;
import dev.rollcall.bench.load.CallSource;
import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.LoadGenerator;
import java.util.EnumMap;
import java.util.Map;

/** Makes the calls of each case, and first what they need. */
public final class Scenarios {

    private static final int SMALL_GROUP = 10;

    private final Calls calls;
    private final LoadGenerator generator;
    private final Population population;
    private final int users;
    private final int largeGroup;
    private final int spare;
    private final Map<BenchCase, BenchGroup> groups = new EnumMap<>(BenchCase.class);
    private long turn;

    /**
     * @param users over whom the PUTs and the reads go
     * @param largeGroup members of the large group
     * @param connections at most
     */
    public Scenarios(Calls calls, LoadGenerator generator, int users, int largeGroup, int connections) {
        this.calls = calls;
        this.generator = generator;
        this.population = new Population(calls);
        this.users = users;
        this.largeGroup = largeGroup;
        this.spare = connections;
        population.require(users, generator);
    }

    /** The case's calls, without end. */
    public CallSource source(BenchCase bench) {
        return switch (bench) {
            case CREATES -> population.creating();
            case NOOP_PUTS -> _ -> put(evenPerson(), "Engineer");
            case CHANGING_PUTS -> _ -> put(oddPerson(), "Engineer " + turn);
            case LIST -> _ -> calls.get("/Users?startIndex=1&count=100");
            case FILTER ->
                _ -> calls.get("/Users?filter=userName%20Eq%20%22" + anyPerson().userName() + "%22");
            case GET -> _ -> calls.get("/Users/" + anyPerson().id());
            case PATCH_SMALL, PATCH_LARGE -> group(bench);
        };
    }

    /** What a request of the case makes the bare parts do. */
    public Work work(BenchCase bench, int answerBytes) {
        String user = Population.sample();
        return switch (bench) {
            case CREATES -> new Work(user, answerBytes, true, "users", true);
            case NOOP_PUTS -> new Work(user, answerBytes, true, null, false);
            case CHANGING_PUTS -> new Work(user, answerBytes, true, "users", false);
            case LIST, FILTER, GET -> new Work("", answerBytes, false, null, false);
            case PATCH_SMALL, PATCH_LARGE -> new Work(group(bench).sample(), answerBytes, true, "memberships", true);
        };
    }

    private BenchGroup group(BenchCase bench) {
        return groups.computeIfAbsent(bench, _ -> {
            int size = bench == BenchCase.PATCH_LARGE ? largeGroup : SMALL_GROUP;
            population.require(size + spare, generator);
            return BenchGroup.create(calls, generator, population, size);
        });
    }

    private Call put(Population.Person person, String title) {
        return calls.send("PUT", "/Users/" + person.id(), person.body(title));
    }

    private Population.Person anyPerson() {
        turn++;
        return population.get((int) (turn % users));
    }

    /** Nobody whom {@link #oddPerson()} changes, so that a repeated PUT stays a no-op. */
    private Population.Person evenPerson() {
        turn += 2;
        return population.get((int) (turn / 2 % (users / 2)) * 2);
    }

    private Population.Person oddPerson() {
        turn += 2;
        return population.get((int) (turn / 2 % (users / 2)) * 2 + 1);
    }
}
