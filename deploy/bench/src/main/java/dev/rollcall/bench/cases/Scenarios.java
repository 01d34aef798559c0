package dev.rollcall.bench.cases;

import dev.rollcall.bench.limit.Work;
import dev.rollcall.bench.load.Call;
import dev.rollcall.bench.load.CallSource;
import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.population.Bodies;
import dev.rollcall.bench.population.Person;
import dev.rollcall.bench.population.Population;
import dev.rollcall.bench.population.Teams;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the calls of each load, and first what they need. */
public final class Scenarios {

    private static final int SMALL_GROUP = 10;

    private final Calls calls;
    private final LoadGenerator generator;
    private final Sizes sizes;
    private final Population population;
    private final Teams teams;
    private final Map<BenchCase, BenchGroup> groups = new EnumMap<>(BenchCase.class);
    private final Random random = new Random(1);
    private @Nullable Walk walk;
    private long turn;

    public Scenarios(Calls calls, LoadGenerator generator, Sizes sizes, Population population, Teams teams) {
        this.calls = calls;
        this.generator = generator;
        this.sizes = sizes;
        this.population = population;
        this.teams = teams;
        population.require(sizes.users(), generator);
    }

    /** The case's calls, without end. */
    public CallSource source(BenchCase bench) {
        return switch (bench) {
            case CREATES -> population.creating();
            case NOOP_PUTS -> _ -> put(evenPerson(), "Engineer");
            case CHANGING_PUTS -> _ -> put(oddPerson(), "Engineer " + turn);
            case PATCH_ATTRIBUTE ->
                _ -> calls.send("PATCH", "/Users/" + oddPerson().id(), Bodies.replaceTitle("Architect " + turn));
            case LIST -> _ -> calls.get("/Users?startIndex=1&count=100");
            case FILTER ->
                _ -> calls.find("/Users", "userName Eq \"" + anyPerson().userName() + "\"");
            case GET -> _ -> calls.get("/Users/" + anyPerson().id());
            case PATCH_SMALL, PATCH_LARGE -> group(bench);
            case FILTER_USERNAME -> finding("userName", Person::userName);
            case FILTER_EXTERNAL_ID -> finding("externalId", Person::userName);
            case FILTER_EMAIL -> finding("emails.value", Person::email);
            case FILTER_ID -> finding("id", Person::id);
            case FILTER_GROUP_NAME -> findingTeams();
            case PAGE_FIRST -> repeating(walk().nearTheStart());
            case PAGE_LAST -> repeating(walk().nearTheEnd());
            case LARGE_GROUP_PUT,
                    USER_IN_GROUPS,
                    MANY_APPS,
                    DELIVER_WEBHOOK,
                    DELIVER_SCIM,
                    DELIVER_100_APPS,
                    PUSH_TO_DELIVERY,
                    CATCH_UP,
                    DRIFT,
                    REPLAY,
                    BOOTSTRAP,
                    REBUILD,
                    REBUILD_ALONE -> throw noLoad(bench);
        };
    }

    /** What a request of the case makes the bare parts do. */
    public Work work(BenchCase bench, int answerBytes) {
        String user = Population.sample();
        return switch (bench) {
            case CREATES -> new Work(user, answerBytes, true, "users", true);
            case NOOP_PUTS -> new Work(user, answerBytes, true, null, false);
            case CHANGING_PUTS -> new Work(user, answerBytes, true, "users", false);
            case PATCH_ATTRIBUTE -> new Work(Bodies.replaceTitle("Architect"), answerBytes, true, "users", false);
            case PATCH_SMALL, PATCH_LARGE -> new Work(group(bench).sample(), answerBytes, true, "memberships", true);
            case LIST,
                    FILTER,
                    GET,
                    FILTER_USERNAME,
                    FILTER_EXTERNAL_ID,
                    FILTER_EMAIL,
                    FILTER_ID,
                    FILTER_GROUP_NAME,
                    PAGE_FIRST,
                    PAGE_LAST -> new Work("", answerBytes, false, null, false);
            case LARGE_GROUP_PUT,
                    USER_IN_GROUPS,
                    MANY_APPS,
                    DELIVER_WEBHOOK,
                    DELIVER_SCIM,
                    DELIVER_100_APPS,
                    PUSH_TO_DELIVERY,
                    CATCH_UP,
                    DRIFT,
                    REPLAY,
                    BOOTSTRAP,
                    REBUILD,
                    REBUILD_ALONE -> throw noLoad(bench);
        };
    }

    private static IllegalArgumentException noLoad(BenchCase bench) {
        return new IllegalArgumentException(bench.label() + " is done once, step by step.");
    }

    private BenchGroup group(BenchCase bench) {
        return groups.computeIfAbsent(bench, _ -> {
            int size = bench == BenchCase.PATCH_LARGE ? sizes.largeGroup() : SMALL_GROUP;
            population.require(size + sizes.connections(), generator);
            return BenchGroup.create(calls, generator, population, size);
        });
    }

    /** Anybody of a full directory, each time somebody else. */
    private CallSource finding(String attribute, Function<Person, String> value) {
        population.require(sizes.directoryUsers(), generator);
        return _ -> {
            Person person = population.get(random.nextInt(population.size()));
            return found("/Users", attribute, value.apply(person), person.id());
        };
    }

    private CallSource findingTeams() {
        population.require(sizes.directoryUsers(), generator);
        teams.require();
        return _ -> {
            Teams.Team team = teams.get(random.nextInt(teams.size()));
            return found("/Groups", "displayName", team.displayName(), team.id());
        };
    }

    private Call found(String resources, String attribute, String value, String id) {
        return calls.find(resources, attribute + " eq \"" + value + "\"").expecting(Answers.only(id));
    }

    private Walk walk() {
        if (walk == null) {
            population.require(sizes.directoryUsers(), generator);
            walk = Walk.through(population, calls, generator);
        }
        return walk;
    }

    private static CallSource repeating(Call call) {
        return _ -> call;
    }

    private Call put(Person person, String title) {
        return calls.send("PUT", "/Users/" + person.id(), person.body(title));
    }

    private Person anyPerson() {
        turn++;
        return population.get((int) (turn % sizes.users()));
    }

    /** Nobody whom {@link #oddPerson()} changes, so that a repeated PUT stays a no-op. */
    private Person evenPerson() {
        turn += 2;
        return population.get((int) (turn / 2 % (sizes.users() / 2)) * 2);
    }

    private Person oddPerson() {
        turn += 2;
        return population.get((int) (turn / 2 % (sizes.users() / 2)) * 2 + 1);
    }
}
