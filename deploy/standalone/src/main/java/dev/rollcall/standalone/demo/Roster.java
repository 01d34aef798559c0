package dev.rollcall.standalone.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who is where, told without the ids that each system gives; so two systems can be compared.
 *
 * @param people by user name
 * @param groups user names of the members by group name
 */
record Roster(SortedMap<String, Person> people, SortedMap<String, SortedSet<String>> groups) {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String NOBODY = "(unknown member)";
    private static final String AGAIN = " (again)";

    /** What is compared of a person. */
    record Person(
            boolean active,
            String given,
            String family,
            List<String> emails,
            String title,
            String department,
            String employeeNumber) {

        static Person of(JsonNode user) {
            JsonNode enterprise = user.path(ENTERPRISE);
            return new Person(
                    user.path("active").asBoolean(true),
                    user.path("name").path("givenName").asString(""),
                    user.path("name").path("familyName").asString(""),
                    user.path("emails")
                            .valueStream()
                            .map(email -> email.path("value").asString(""))
                            .sorted()
                            .toList(),
                    user.path("title").asString(""),
                    enterprise.path("department").asString(""),
                    enterprise.path("employeeNumber").asString(""));
        }
    }

    /**
     * From SCIM resources.
     *
     * @param groups with their members
     */
    static Roster of(List<ObjectNode> users, List<ObjectNode> groups) {
        SortedMap<String, Person> people = new TreeMap<>();
        Map<String, String> names = new HashMap<>();
        for (ObjectNode user : users) {
            String name = unique(people, user.path("userName").asString(""));
            people.put(name, Person.of(user));
            names.put(user.path("id").asString(""), name);
        }
        SortedMap<String, SortedSet<String>> members = new TreeMap<>();
        for (ObjectNode group : groups) {
            SortedSet<String> of = new TreeSet<>();
            group.path("members")
                    .forEach(member ->
                            of.add(names.getOrDefault(member.path("value").asString(""), NOBODY)));
            members.put(unique(members, group.path("displayName").asString("")), of);
        }
        return new Roster(people, members);
    }

    private static String unique(Map<String, ?> taken, String name) {
        return taken.containsKey(name) ? unique(taken, name + AGAIN) : name;
    }

    int memberships() {
        return groups.values().stream().mapToInt(SortedSet::size).sum();
    }

    /** Only those people and groups that the other has too. */
    Roster within(Roster other) {
        Roster within = new Roster(new TreeMap<>(people), new TreeMap<>(groups));
        within.people.keySet().retainAll(other.people.keySet());
        within.groups.keySet().retainAll(other.groups.keySet());
        return within;
    }

    /** In words, one difference each; empty when they are equal. */
    List<String> differences(Roster other) {
        List<String> differences = new ArrayList<>();
        differences.addAll(differences("person", people, other.people));
        differences.addAll(differences("group", groups, other.groups));
        return differences;
    }

    private static <T> List<String> differences(String kind, SortedMap<String, T> left, SortedMap<String, T> right) {
        return Stream.concat(left.keySet().stream(), right.keySet().stream())
                .distinct()
                .sorted()
                .filter(name -> !Objects.equals(left.get(name), right.get(name)))
                .map(name -> "%s %s: %s / %s".formatted(kind, name, told(left.get(name)), told(right.get(name))))
                .toList();
    }

    private static String told(@org.jspecify.annotations.Nullable Object value) {
        return value == null ? "absent" : value.toString();
    }
}
