package dev.rollcall.schemas.subscribe;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.EventUris;
import java.util.List;

/** Something happened to a user or a group; each comes once, in the order of its connection's changes. */
public sealed interface ChangeEvent extends IdentityEvent {

    /** The record as it is on {@code identity.changes}; its {@code id} is the same however often it is read. */
    IdentityChange change();

    /** The connection that it belongs to. */
    default String connection() {
        return change().getConnection();
    }

    /** Counts up by one within the connection; store it with the effect, for {@link Progress}. */
    default long sequence() {
        return change().getSequence();
    }

    /** Somebody is new. */
    record UserCreated(UserState user, IdentityChange change) implements ChangeEvent {}

    /** Somebody's attributes are others now. */
    record UserChanged(UserState before, UserState user, IdentityChange change) implements ChangeEvent {

        /** Whether it ended somebody's access: {@code active} became false. */
        public boolean isDeactivation() {
            return change.getAlsoKinds().contains(EventUris.DEACTIVATE);
        }

        /** Whether it gave somebody access again. */
        public boolean isActivation() {
            return change.getAlsoKinds().contains(EventUris.ACTIVATE);
        }
    }

    /** Somebody is gone; that they left each of their groups was told before. */
    record UserDeleted(UserState user, IdentityChange change) implements ChangeEvent {}

    /** A group is new; further members may come as {@link GroupChanged}, at most 1,000 at once. */
    record GroupCreated(GroupState group, List<String> membersAdded, IdentityChange change) implements ChangeEvent {}

    /** A group's attributes are others now, or users became its members, or left it: their ids. */
    record GroupChanged(
            GroupState before,
            GroupState group,
            List<String> membersAdded,
            List<String> membersRemoved,
            IdentityChange change)
            implements ChangeEvent {}

    /** A group is gone; that its members left it was told before. */
    record GroupDeleted(GroupState group, IdentityChange change) implements ChangeEvent {}

    /** Changes no state: the outcome of an asynchronous request, or of a kind that is newer than this subscriber. */
    record OtherChange(IdentityChange change) implements ChangeEvent {}
}
