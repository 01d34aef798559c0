package dev.rollcall.schemas.delivery;

import dev.rollcall.event.Cause;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.EventUris;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Changes as an app with a scope sees them; pure, so that the worker that tells of them and a preview of that agree. Each
 * keeps its id and time.
 */
public final class ScopedChange {

    private ScopedChange() {}

    /**
     * How an app that is told of changes is told of one: as it is, that its resource enters, that it leaves, or not at all.
     *
     * @param wasIn whether the app's scope had the resource right before
     * @param isIn whether it has it with the change
     * @param newest state that is told of one that enters
     * @param members of a group that enters
     */
    public static Optional<IdentityChange> told(
            IdentityChange change,
            boolean wasIn,
            boolean isIn,
            @Nullable Object newest,
            Supplier<? extends Collection<String>> members) {
        if (wasIn == isIn) {
            return isIn ? Optional.of(change) : Optional.empty();
        }
        if (isIn ? change.getBefore() == null : change.getAfter() == null) {
            // that it is made or deleted says it
            return Optional.of(change);
        }
        IdentityChange turned = isIn ? entered(change, newest) : left(change);
        return Optional.of(
                isIn && change.getResourceType() == ResourceType.GROUP ? withMembers(turned, members.get()) : turned);
    }

    /** That the app gets the resource from now on, with its whole state. */
    public static IdentityChange entered(IdentityChange change, @Nullable Object state) {
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
    public static IdentityChange left(IdentityChange change) {
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

    /** A group that comes with all its members. */
    public static IdentityChange withMembers(IdentityChange change, Collection<String> members) {
        return IdentityChange.newBuilder(change)
                .setMembersAdded(List.copyOf(members))
                .setMembersRemoved(List.of())
                .build();
    }

    /** What a group's change means for one user; its id is deterministic. */
    public static IdentityChange ofUser(IdentityChange group, UserState user) {
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

    /**
     * The ids of users whom a group's change may make enter or leave: who came or went; all members where the name changed
     * that they have their group by.
     *
     * @param members of the group, asked where they matter
     */
    public static Set<String> affected(IdentityChange group, Supplier<? extends Collection<String>> members) {
        var users = new LinkedHashSet<>(group.getMembersAdded());
        users.addAll(group.getMembersRemoved());
        if (isRenamed(group)) {
            users.addAll(members.get());
        }
        return users;
    }

    private static boolean isRenamed(IdentityChange group) {
        return group.getBefore() instanceof GroupState before
                && group.getAfter() instanceof GroupState after
                && !before.getAttributes()
                        .getDisplayName()
                        .equals(after.getAttributes().getDisplayName());
    }
}
