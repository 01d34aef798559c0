package dev.rollcall.sync.delivery;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.UserState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes as an app that is brought to a state is to see them; pure. Each keeps its id and time. */
final class Retold {

    private Retold() {}

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

    /** As if it was deleted. */
    static IdentityChange gone(IdentityChange change, @Nullable UserState newest) {
        Object last = newest != null ? newest : change.getAfter() != null ? change.getAfter() : change.getBefore();
        return IdentityChange.newBuilder(change).setBefore(last).setAfter(null).build();
    }
}
