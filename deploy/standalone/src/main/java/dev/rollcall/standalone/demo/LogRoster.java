package dev.rollcall.standalone.demo;

import dev.rollcall.event.Enterprise;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.MultiValue;
import dev.rollcall.event.Name;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.standalone.demo.Roster.Person;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who is where by the log alone: each change applied, from the first to the last. */
final class LogRoster {

    private final Map<String, User> users = new HashMap<>();
    private final Map<String, String> groups = new HashMap<>();
    private final Map<String, Set<String>> members = new HashMap<>();

    private LogRoster() {}

    static Roster of(ChangeLog log) {
        var roster = new LogRoster();
        log.read(roster::apply);
        return roster.read();
    }

    private void apply(IdentityChange change) {
        String id = change.getResource();
        switch (change.getAfter()) {
            case UserState user -> users.put(id, user.getAttributes());
            case GroupState group -> {
                groups.put(id, group.getAttributes().getDisplayName());
                Set<String> of = members.computeIfAbsent(id, _ -> new HashSet<>());
                of.removeAll(change.getMembersRemoved());
                of.addAll(change.getMembersAdded());
            }
            case null, default -> {
                users.remove(id);
                groups.remove(id);
                members.remove(id);
            }
        }
    }

    private Roster read() {
        SortedMap<String, Person> people = new TreeMap<>();
        users.values().forEach(user -> people.put(user.getUserName(), person(user)));
        SortedMap<String, SortedSet<String>> named = new TreeMap<>();
        groups.forEach((id, name) -> named.put(
                name,
                members.getOrDefault(id, Set.of()).stream()
                        .map(users::get)
                        .filter(Objects::nonNull)
                        .map(User::getUserName)
                        .collect(Collectors.toCollection(TreeSet::new))));
        return new Roster(people, named);
    }

    private static Person person(User user) {
        Name name = user.getName();
        Enterprise enterprise = user.getEnterprise();
        return new Person(
                user.getActive(),
                text(name == null ? null : name.getGivenName()),
                text(name == null ? null : name.getFamilyName()),
                user.getEmails().stream()
                        .map(MultiValue::getValue)
                        .map(LogRoster::text)
                        .sorted()
                        .toList(),
                text(user.getTitle()),
                text(enterprise == null ? null : enterprise.getDepartment()),
                text(enterprise == null ? null : enterprise.getEmployeeNumber()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
