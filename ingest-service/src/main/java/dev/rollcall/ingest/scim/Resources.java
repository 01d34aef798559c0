package dev.rollcall.ingest.scim;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.directory.Directory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Reads resources from the directory in the shape that a call asks for. Blocking. */
@Component
final class Resources {

    private static final String GROUPS = "groups";
    private static final String MEMBERS = "members";

    private final Directory directory;

    Resources(Directory directory) {
        this.directory = directory;
    }

    /**
     * A resource, whose JSON is only made when it is wanted.
     *
     * @param isTold whether the version tells all that is shown: not a user's groups, which change with the groups
     */
    record Found(long version, boolean isTold, Supplier<ObjectNode> json) {}

    Optional<Found> find(ScimCall call) {
        return switch (call.endpoint()) {
            case USERS ->
                directory
                        .user(call.connection(), call.resource())
                        .map(user ->
                                new Found(user.getVersion(), !call.selection().shows(GROUPS), () -> user(call, user)));
            case GROUPS ->
                directory
                        .group(call.connection(), call.resource())
                        .map(group -> new Found(group.getVersion(), true, () -> group(call, group)));
        };
    }

    private ObjectNode user(ScimCall call, UserState user) {
        var groups = call.selection().shows(GROUPS)
                ? directory.groupsOf(call.connection(), List.of(user.getId())).getOrDefault(user.getId(), List.of())
                : List.<GroupReference>of();
        return call.json().user(user, groups);
    }

    private ObjectNode group(ScimCall call, GroupState group) {
        Set<String> members =
                call.selection().shows(MEMBERS) ? directory.membersOf(call.connection(), group.getId()) : Set.of();
        return call.json().group(group, members);
    }
}
