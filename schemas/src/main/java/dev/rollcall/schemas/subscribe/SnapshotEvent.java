package dev.rollcall.schemas.subscribe;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.MembershipState;
import dev.rollcall.event.UserState;

/**
 * The newest states, told before the changes. The same resource may come several times, the last one counts; users come
 * before groups before memberships.
 */
public sealed interface SnapshotEvent extends IdentityEvent {

    /** The newest states of these connections follow: what is held of them and isn't told by the end is no more. */
    record SnapshotBegan(Share share) implements SnapshotEvent {}

    record UserFound(UserState user) implements SnapshotEvent {}

    /** Found before, perhaps, but gone. */
    record UserGone(String connection, String user) implements SnapshotEvent {}

    record GroupFound(GroupState group) implements SnapshotEvent {}

    /** Found before, perhaps, but gone. */
    record GroupGone(String connection, String group) implements SnapshotEvent {}

    record MemberFound(MembershipState membership) implements SnapshotEvent {}

    /** Found before, perhaps, but a member no longer. */
    record MemberGone(String connection, String group, String user) implements SnapshotEvent {}

    /** All was told; changes follow. */
    record SnapshotEnded(Share share) implements SnapshotEvent {}
}
