package dev.rollcall.sync.delivery;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.UserState;
import java.util.List;

/** A user and the groups that it is a direct member of. */
public record Person(UserState state, List<GroupReference> groups) {

    @Override
    public String toString() {
        return "Person[" + state.getId() + "]";
    }
}
