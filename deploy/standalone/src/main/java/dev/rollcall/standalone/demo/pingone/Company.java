package dev.rollcall.standalone.demo.pingone;

import dev.rollcall.standalone.demo.pingone.Employee.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Who works where, and what happens to them; the same seed makes the same story. */
final class Company {

    private static final int MEMBERS_PER_TEAM = 15;

    private final Random random;
    private final Map<String, Employee> employees = new LinkedHashMap<>();
    private final Map<String, Team> teams = new LinkedHashMap<>();

    Company(Roll roll) {
        this.random = new Random(roll.run());
        roll.employees().forEach(employee -> employees.put(employee.number(), employee));
        roll.teams().forEach(team -> teams.put(team.name(), team));
    }

    /**
     * The company as it is written down between two runs.
     *
     * @param run how many times the story was told before
     */
    record Roll(int run, List<Employee> employees, List<Team> teams) {}

    synchronized Roll roll(int run) {
        return new Roll(run, List.copyOf(employees.values()), List.copyOf(teams.values()));
    }

    synchronized List<Employee> employees() {
        return List.copyOf(employees.values());
    }

    synchronized List<Team> teams() {
        return List.copyOf(teams.values());
    }

    synchronized Employee employee(String number) {
        Employee employee = employees.get(number);
        if (employee == null) {
            throw new IllegalArgumentException("No employee " + number);
        }
        return employee;
    }

    /** Notes what the SCIM server calls an employee, or that it has her no longer. */
    synchronized void link(String number, @Nullable String remoteId) {
        Employee employee = employee(number);
        if (remoteId == null && employee.isDeleted()) {
            employees.remove(number);
        } else {
            employees.put(number, employee.known(remoteId));
        }
    }

    /** Hires and founds until there are so many. */
    synchronized void grow(int people, int groups) {
        int next = employees.keySet().stream().mapToInt(Integer::parseInt).max().orElse(1_000) + 1;
        int missing = people - staff().size();
        IntStream.range(next, next + Math.max(0, missing)).forEach(this::hire);
        IntStream.range(0, groups).mapToObj(Names::team).forEach(name -> {
            if (!teams.containsKey(name)) {
                teams.put(name, new Team(name, numbers(some(MEMBERS_PER_TEAM, _ -> true))));
            }
        });
    }

    private void hire(int number) {
        String given = Names.given(number);
        String family = Names.family(number);
        employees.put(
                Integer.toString(number),
                new Employee(
                        Integer.toString(number),
                        Names.userName(given, family, number),
                        given,
                        family,
                        any(Names.TITLES),
                        any(Names.DEPARTMENTS),
                        Status.ENABLED,
                        null));
    }

    /** New titles and departments. */
    synchronized List<Employee> move(int count) {
        return change(count, Employee::isEnabled, one -> one.moved(any(Names.TITLES), any(Names.DEPARTMENTS)));
    }

    /** New family names, and with them new user names and mail addresses. */
    synchronized List<Employee> rename(int count) {
        return change(count, Employee::isEnabled, one -> {
            int number = Integer.parseInt(one.number());
            String family = Names.family(number + 1 + random.nextInt(20));
            return one.renamed(family, Names.userName(one.given(), family, number));
        });
    }

    synchronized List<Employee> disable(int count) {
        return change(count, Employee::isEnabled, one -> one.now(Status.DISABLED));
    }

    /** Of those who are disabled. */
    synchronized List<Employee> delete(int count) {
        List<Employee> deleted = change(count, one -> one.status() == Status.DISABLED, one -> one.now(Status.DELETED));
        Set<String> gone = numbers(deleted);
        teams.replaceAll((name, team) -> {
            Set<String> members = new HashSet<>(team.members());
            members.removeAll(gone);
            return new Team(name, members);
        });
        return deleted;
    }

    /** Some leave and some join these teams. */
    synchronized List<Team> regroup(int count) {
        List<Team> changed = new ArrayList<>();
        for (Team team : shuffled(teams.values()).stream().limit(count).toList()) {
            Set<String> members = new HashSet<>(team.members());
            shuffled(team.members().stream().sorted().toList()).stream()
                    .limit(3)
                    .forEach(members::remove);
            members.addAll(numbers(some(4, Employee::isEnabled)));
            Team next = new Team(team.name(), members);
            teams.put(team.name(), next);
            changed.add(next);
        }
        return changed;
    }

    private List<Employee> change(int count, Predicate<Employee> which, UnaryOperator<Employee> how) {
        List<Employee> changed = some(count, which).stream().map(how).toList();
        changed.forEach(employee -> employees.put(employee.number(), employee));
        return changed;
    }

    private List<Employee> staff() {
        return employees.values().stream()
                .filter(employee -> !employee.isDeleted())
                .toList();
    }

    private List<Employee> some(int count, Predicate<Employee> which) {
        return shuffled(staff()).stream().filter(which).limit(count).toList();
    }

    private <T> List<T> shuffled(Collection<T> all) {
        List<T> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private String any(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static Set<String> numbers(List<Employee> employees) {
        return Set.copyOf(employees.stream().map(Employee::number).toList());
    }
}
