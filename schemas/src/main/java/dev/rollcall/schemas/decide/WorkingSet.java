package dev.rollcall.schemas.decide;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scim.UserNames;
import dev.rollcall.schemas.topic.Keys;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The state as the decider sees it: what was loaded, and what was decided since. It knows what it doesn't know, and
 * throws {@link NotLoadedException} when asked for it. Not for several threads at once.
 */
public final class WorkingSet {

    private final Map<String, Optional<UserState>> users = new HashMap<>();
    private final Map<String, Boolean> existence = new HashMap<>();
    private final Map<Need.NameOwner, Optional<String>> nameOwners = new HashMap<>();
    private final Map<String, Optional<GroupState>> groups = new HashMap<>();
    private final Map<Need.Membership, Boolean> memberships = new HashMap<>();
    private final Map<Need.MembersOf, Set<String>> membersOf = new HashMap<>();
    private final Map<Need.GroupsOf, Set<String>> groupsOf = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();

    /** Those of the needs that nothing is known about yet. */
    public Set<Need> missing(Collection<? extends Need> needs) {
        return needs.stream().filter(need -> !isKnown(need)).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    void require(Collection<? extends Need> needs) {
        Set<Need> missing = missing(needs);
        if (!missing.isEmpty()) {
            throw new NotLoadedException(missing);
        }
    }

    Optional<UserState> user(String connection, String id) {
        String key = Keys.resource(connection, id);
        require(Set.of(new Need.OfUser(key)));
        return users.getOrDefault(key, Optional.empty());
    }

    /** Whether there is such a user. */
    public boolean exists(String connection, String user) {
        var need = new Need.Existence(Keys.resource(connection, user));
        require(Set.of(need));
        Boolean known = existence.get(need.key());
        return known != null
                ? known
                : users.getOrDefault(need.key(), Optional.empty()).isPresent();
    }

    Optional<String> nameOwner(String connection, String nameKey) {
        var need = new Need.NameOwner(connection, nameKey);
        require(Set.of(need));
        return nameOwners.getOrDefault(need, Optional.empty());
    }

    public Optional<GroupState> group(String connection, String id) {
        String key = Keys.resource(connection, id);
        require(Set.of(new Need.OfGroup(key)));
        return groups.getOrDefault(key, Optional.empty());
    }

    boolean isMember(String connection, String group, String user) {
        var need = new Need.Membership(connection, group, user);
        require(Set.of(need));
        Boolean known = memberships.get(need);
        return known != null ? known : members(connection, group).contains(user);
    }

    /** A copy of the ids of all members. */
    public Set<String> members(String connection, String group) {
        var need = new Need.MembersOf(connection, group);
        require(Set.of(need));
        return new LinkedHashSet<>(membersOf.getOrDefault(need, Set.of()));
    }

    /** A copy of the ids of all groups that the user is in. */
    public Set<String> groupsOf(String connection, String user) {
        var need = new Need.GroupsOf(connection, user);
        require(Set.of(need));
        return new LinkedHashSet<>(groupsOf.getOrDefault(need, Set.of()));
    }

    /** The sequence of the connection's newest change; 0 before the first. */
    public long sequence(String connection) {
        require(Set.of(new Need.Sequence(connection)));
        return sequences.getOrDefault(connection, 0L);
    }

    // what was loaded; never overwrites what was decided since

    public void loadUser(String key, @Nullable UserState state) {
        users.putIfAbsent(key, Optional.ofNullable(state));
    }

    public void loadExistence(String key, boolean exists) {
        existence.putIfAbsent(key, exists);
    }

    public void loadNameOwner(Need.NameOwner need, @Nullable String user) {
        nameOwners.putIfAbsent(need, Optional.ofNullable(user));
    }

    public void loadGroup(String key, @Nullable GroupState state) {
        groups.putIfAbsent(key, Optional.ofNullable(state));
    }

    public void loadMembership(Need.Membership need, boolean member) {
        memberships.putIfAbsent(need, member);
    }

    /**
     * Takes all members of a group as they are stored.
     *
     * <p>What was decided about single memberships since is newer, and is kept.
     */
    public void loadMembersOf(Need.MembersOf need, Set<String> users) {
        if (!membersOf.containsKey(need)) {
            var all = new LinkedHashSet<>(users);
            memberships.forEach((membership, is) -> {
                if (membership.connection().equals(need.connection())
                        && membership.group().equals(need.group())) {
                    put(all, membership.user(), is);
                }
            });
            membersOf.put(need, all);
        }
    }

    /** Takes all groups of a user as they are stored; what was decided since is newer, and is kept. */
    public void loadGroupsOf(Need.GroupsOf need, Set<String> groups) {
        if (!groupsOf.containsKey(need)) {
            var all = new LinkedHashSet<>(groups);
            memberships.forEach((membership, is) -> {
                if (membership.connection().equals(need.connection())
                        && membership.user().equals(need.user())) {
                    put(all, membership.group(), is);
                }
            });
            groupsOf.put(need, all);
        }
    }

    public void loadSequence(String connection, long sequence) {
        sequences.putIfAbsent(connection, sequence);
    }

    /** Takes over what was decided, so that the next request is decided on it. */
    public void apply(Decision decision) {
        decision.writes().forEach(this::apply);
        if (!decision.changes().isEmpty()) {
            var last = decision.changes().getLast();
            sequences.put(last.getConnection(), last.getSequence());
        }
    }

    private void apply(StateWrite write) {
        switch (write) {
            case StateWrite.OfUser user -> {
                rename(user.key(), user.state());
                users.put(user.key(), Optional.of(user.state()));
                existence.put(user.key(), true);
            }
            case StateWrite.OfGroup group -> groups.put(group.key(), Optional.of(group.state()));
            case StateWrite.OfMembership membership -> {
                var state = membership.state();
                member(state.getConnection(), state.getGroup(), state.getUser(), true);
            }
            case StateWrite.OfOutcome _ -> {}
            case StateWrite.Removed removed -> remove(removed);
        }
    }

    private void remove(StateWrite.Removed removed) {
        String[] parts = removed.key().split("/", -1);
        switch (removed.kind()) {
            case USER -> {
                rename(removed.key(), null);
                users.put(removed.key(), Optional.empty());
                existence.put(removed.key(), false);
            }
            case GROUP -> groups.put(removed.key(), Optional.empty());
            case MEMBERSHIP -> member(parts[0], parts[1], parts[2], false);
            case OUTCOME -> {}
        }
    }

    private void rename(String key, @Nullable UserState now) {
        users.getOrDefault(key, Optional.empty()).ifPresent(before -> nameOwners.put(nameOf(before), Optional.empty()));
        if (now != null) {
            nameOwners.put(nameOf(now), Optional.of(now.getId()));
        }
    }

    private static Need.NameOwner nameOf(UserState user) {
        return new Need.NameOwner(
                user.getConnection(), UserNames.key(user.getAttributes().getUserName()));
    }

    private void member(String connection, String group, String user, boolean is) {
        memberships.put(new Need.Membership(connection, group, user), is);
        Set<String> members = membersOf.get(new Need.MembersOf(connection, group));
        if (members != null) {
            put(members, user, is);
        }
        Set<String> groups = groupsOf.get(new Need.GroupsOf(connection, user));
        if (groups != null) {
            put(groups, group, is);
        }
    }

    private static void put(Set<String> all, String id, boolean is) {
        if (is) {
            all.add(id);
        } else {
            all.remove(id);
        }
    }

    private boolean isKnown(Need need) {
        return switch (need) {
            case Need.OfUser user -> users.containsKey(user.key());
            case Need.Existence one -> existence.containsKey(one.key()) || users.containsKey(one.key());
            case Need.NameOwner name -> nameOwners.containsKey(name);
            case Need.OfGroup group -> groups.containsKey(group.key());
            case Need.Membership one ->
                memberships.containsKey(one)
                        || membersOf.containsKey(new Need.MembersOf(one.connection(), one.group()));
            case Need.MembersOf all -> membersOf.containsKey(all);
            case Need.GroupsOf all -> groupsOf.containsKey(all);
            case Need.Sequence sequence -> sequences.containsKey(sequence.connection());
        };
    }

    /** A working set that knows no resources and memberships, but how far the numbering has come. */
    public WorkingSet withoutResources() {
        var empty = new WorkingSet();
        empty.sequences.putAll(sequences);
        return empty;
    }

    /** How many pieces of state it holds, to bound one that lives long. */
    public int size() {
        int members = membersOf.values().stream().mapToInt(Set::size).sum()
                + groupsOf.values().stream().mapToInt(Set::size).sum();
        return users.size() + existence.size() + nameOwners.size() + groups.size() + memberships.size() + members;
    }
}
