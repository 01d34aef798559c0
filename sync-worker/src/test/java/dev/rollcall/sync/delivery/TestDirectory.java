package dev.rollcall.sync.delivery;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A directory that has come to one of the changes, and is read from several threads meanwhile. */
final class TestDirectory implements DirectoryPeople, DirectoryGroups {

    private final List<State> states = new ArrayList<>(List.of(new State(Map.of(), Map.of(), Map.of())));
    private volatile int at;

    /** All there is after a change. */
    record State(Map<String, UserState> users, Map<String, GroupState> groups, Map<String, Set<String>> members) {

        private State after(IdentityChange change) {
            var newUsers = new TreeMap<>(users);
            var newGroups = new TreeMap<>(groups);
            var newMembers = new HashMap<>(members);
            String id = change.getResource();
            if (change.getResourceType() == ResourceType.USER) {
                newUsers.remove(id);
                if (change.getAfter() instanceof UserState user) {
                    newUsers.put(id, user);
                }
            } else {
                newGroups.remove(id);
                var of = new TreeSet<>(members.getOrDefault(id, Set.of()));
                of.removeAll(change.getMembersRemoved());
                of.addAll(change.getMembersAdded());
                newMembers.put(id, of);
                if (change.getAfter() instanceof GroupState group) {
                    newGroups.put(id, group);
                } else {
                    newMembers.remove(id);
                }
            }
            return new State(newUsers, newGroups, newMembers);
        }

        Person person(String user) {
            return new Person(users.get(user), references(user));
        }

        private List<GroupReference> references(String user) {
            return groups.values().stream()
                    .filter(group ->
                            members.getOrDefault(group.getId(), Set.of()).contains(user))
                    .map(group -> new GroupReference(
                            group.getId(), group.getAttributes().getDisplayName()))
                    .toList();
        }
    }

    void add(IdentityChange change) {
        states.add(states.getLast().after(change));
    }

    /** Comes to the change with this sequence. */
    void comeTo(long sequence) {
        at = Math.max(at, (int) sequence);
    }

    /** As it was right after the change with this sequence. */
    void goTo(long sequence) {
        at = (int) sequence;
    }

    void comeToTheEnd() {
        at = states.size() - 1;
    }

    /** As if its database was lost. */
    void forget() {
        at = 0;
    }

    State last() {
        return states.getLast();
    }

    @Override
    public boolean isAt(String connection, long sequence) {
        return at >= sequence;
    }

    @Override
    public Map<String, Person> find(String connection, Collection<String> users) {
        State now = states.get(at);
        return users.stream().filter(now.users()::containsKey).collect(Collectors.toMap(user -> user, now::person));
    }

    @Override
    public Map<String, NewestUser> newest(String connection, Collection<String> users) {
        Map<String, UserState> now = states.get(at).users();
        return users.stream()
                .filter(now::containsKey)
                .map(now::get)
                .collect(Collectors.toMap(UserState::getId, user -> new NewestUser(user, user.getSequence())));
    }

    @Override
    public Optional<GroupState> group(String connection, String group) {
        return Optional.ofNullable(states.get(at).groups().get(group));
    }

    @Override
    public Set<String> members(String connection, String group) {
        return states.get(at).members().getOrDefault(group, Set.of());
    }

    @Override
    public Optional<Set<String>> of(String connection, String user, long sequence) {
        State now = states.get(at);
        var groups = new HashSet<String>();
        now.members().forEach((group, members) -> {
            if (members.contains(user)) {
                groups.add(group);
            }
        });
        return isAt(connection, sequence) ? Optional.of(groups) : Optional.empty();
    }
}
