package dev.rollcall.sync.delivery;

import dev.rollcall.event.Cause;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.EventUris;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The newest state of a resource as a change, for an app that is to be told of it though nothing changed; pure. */
public final class NewestChange {

    private NewestChange() {}

    public static IdentityChange.Builder of(UserState user) {
        return change(user.getConnection(), ResourceType.USER, user.getId(), user.getSequence(), user.getVersion())
                .setTime(user.getLastModified())
                .setBefore(user)
                .setAfter(user);
    }

    public static IdentityChange.Builder of(GroupState group) {
        return change(group.getConnection(), ResourceType.GROUP, group.getId(), group.getSequence(), group.getVersion())
                .setTime(group.getLastModified())
                .setBefore(group)
                .setAfter(group);
    }

    /**
     * That the app is to have it no longer.
     *
     * @param last its newest state, where it is out of the app's scope only; null where it isn't there any more
     */
    public static IdentityChange.Builder gone(
            String connection, ResourceType type, String id, long sequence, @Nullable UserState last) {
        return change(connection, type, id, sequence, last == null ? 0 : last.getVersion())
                .setKind(EventUris.DELETE)
                .setBefore(last);
    }

    private static IdentityChange.Builder change(
            String connection, ResourceType type, String id, long sequence, long version) {
        String name = "newest-" + id;
        return IdentityChange.newBuilder()
                .setId(name)
                .setTxn(name)
                .setConnection(connection)
                .setSequence(sequence)
                .setTime(Instant.EPOCH)
                .setKind(EventUris.PUT)
                .setResourceType(type)
                .setResource(id)
                .setVersion(version)
                .setCause(Cause.REQUEST);
    }
}
