package dev.rollcall.ingest.app.preview;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.UserState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** What users and their groups were, from what they are now: each change that is undone, newest first, goes back by one. */
final class Hindsight {

    private final Map<String, List<GroupReference>> groups;
    private final Map<String, Optional<UserState>> users = new HashMap<>();
    private final Function<String, Optional<UserState>> now;

    /**
     * @param groups of users as they are now
     * @param now a user as it is now
     */
    Hindsight(Map<String, List<GroupReference>> groups, Function<String, Optional<UserState>> now) {
        this.groups = new HashMap<>(groups);
        this.now = now;
    }

    /** Empty where the user wasn't there. */
    Optional<UserState> user(String id) {
        return users.computeIfAbsent(id, now);
    }

    List<GroupReference> groups(String user) {
        return groups.getOrDefault(user, List.of());
    }

    /** @param affected by a group's change */
    void undo(IdentityChange change, Set<String> affected) {
        switch (change.getResourceType()) {
            case USER ->
                users.put(
                        change.getResource(),
                        change.getBefore() instanceof UserState user ? Optional.of(user) : Optional.empty());
            case GROUP -> affected.forEach(user -> groups.put(user, before(change, user)));
            case UNKNOWN -> {}
        }
    }

    /** Without the group for who came by the change; for others with the group as it was. */
    private List<GroupReference> before(IdentityChange change, String user) {
        Stream<GroupReference> others =
                groups(user).stream().filter(group -> !change.getResource().equals(group.getValue()));
        return change.getBefore() instanceof GroupState group
                        && !change.getMembersAdded().contains(user)
                ? Stream.concat(
                                others,
                                Stream.of(new GroupReference(
                                        group.getId(), group.getAttributes().getDisplayName())))
                        .toList()
                : others.toList();
    }
}
