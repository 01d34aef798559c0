package dev.rollcall.schemas.subscribe;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.UserState;

/** What a record of {@code identity.changes} tells. */
final class Events {

    private Events() {}

    static ChangeEvent of(IdentityChange change) {
        return switch (change.getAfter()) {
            case UserState user
            when change.getBefore() instanceof UserState before -> new ChangeEvent.UserChanged(before, user, change);
            case UserState user -> new ChangeEvent.UserCreated(user, change);
            case GroupState group
            when change.getBefore() instanceof GroupState before ->
                new ChangeEvent.GroupChanged(
                        before, group, change.getMembersAdded(), change.getMembersRemoved(), change);
            case GroupState group -> new ChangeEvent.GroupCreated(group, change.getMembersAdded(), change);
            case null, default -> withoutState(change);
        };
    }

    private static ChangeEvent withoutState(IdentityChange change) {
        return switch (change.getBefore()) {
            case UserState user -> new ChangeEvent.UserDeleted(user, change);
            case GroupState group -> new ChangeEvent.GroupDeleted(group, change);
            case null, default -> new ChangeEvent.OtherChange(change);
        };
    }
}
