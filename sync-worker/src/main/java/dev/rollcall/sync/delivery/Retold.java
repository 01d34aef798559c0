package dev.rollcall.sync.delivery;

import dev.rollcall.event.Cause;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.EventUris;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes as an app with a scope is to see them; pure. Each keeps its id and time. */
final class Retold {

    private Retold() {}

    /** What a group's change means for one user; its id is deterministic. */
    static IdentityChange ofUser(IdentityChange group, UserState user) {
        return IdentityChange.newBuilder()
                .setId(group.getId() + "-" + user.getId())
                .setConnection(group.getConnection())
                .setSequence(group.getSequence())
                .setTime(group.getTime())
                .setKind(EventUris.PATCH)
                .setResourceType(ResourceType.USER)
                .setResource(user.getId())
                .setVersion(user.getVersion())
                .setBefore(user)
                .setAfter(user)
                .setTxn(group.getTxn())
                .setCause(Cause.CASCADE)
                .build();
    }

    /** The newest state there is. */
    static IdentityChange at(IdentityChange change, UserState newest) {
        return IdentityChange.newBuilder(change)
                .setAfter(newest)
                .setVersion(newest.getVersion())
                .build();
    }

    /** As the state of a group is, with those of the members that are told of. */
    static IdentityChange at(IdentityChange change, GroupState newest, List<String> added, List<String> removed) {
        return IdentityChange.newBuilder(change)
                .setAfter(newest)
                .setVersion(newest.getVersion())
                .setMembersAdded(added)
                .setMembersRemoved(removed)
                .build();
    }

    /** In another place of its connection's order. */
    static IdentityChange at(long sequence, IdentityChange change) {
        return IdentityChange.newBuilder(change).setSequence(sequence).build();
    }

    /** A group that comes with all its members. */
    static IdentityChange withMembers(IdentityChange change, Collection<String> members) {
        return IdentityChange.newBuilder(change)
                .setMembersAdded(List.copyOf(members))
                .setMembersRemoved(List.of())
                .build();
    }

    /** As if it was deleted. */
    static IdentityChange gone(IdentityChange change, @Nullable UserState newest) {
        Object last = newest != null ? newest : change.getAfter() != null ? change.getAfter() : change.getBefore();
        return IdentityChange.newBuilder(change).setBefore(last).setAfter(null).build();
    }

    /** That the app gets the resource from now on, with its whole state. */
    static IdentityChange entered(IdentityChange change, Object state) {
        return IdentityChange.newBuilder(change)
                .setKind(EventUris.FEED_ADD)
                .setAlsoKinds(List.of())
                .setBefore(null)
                .setAfter(state)
                .setChangedAttributes(List.of())
                .build();
    }

    /**
     * That the app gets the resource no longer, with the state that it knew, and nothing of what it is now but that it was
     * deactivated, by which sessions may end.
     */
    static IdentityChange left(IdentityChange change) {
        return IdentityChange.newBuilder(change)
                .setKind(EventUris.FEED_REMOVE)
                .setAlsoKinds(change.getAlsoKinds().stream()
                        .filter(EventUris.DEACTIVATE::equals)
                        .toList())
                .setAfter(null)
                .setChangedAttributes(List.of())
                .setMembersAdded(List.of())
                .setMembersRemoved(List.of())
                .build();
    }
}
