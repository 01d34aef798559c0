package dev.rollcall.sync.delivery;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scope.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change that an app may get, before its scope is asked.
 *
 * @param person as the directory has it where memberships matter, else as the change left it; null of a group, and of a
 *     user who is gone
 * @param isDerived whether it stands for what a group's change means for one user, and nothing has to be told otherwise
 * @param isGone whether the user is deleted by now, by a change that is still to come: until then it stays in or out
 */
record Candidate(Delivery delivery, @Nullable Person person, boolean isDerived, boolean isGone) {

    boolean isIn(Scope scope) {
        return switch (delivery.change().getResourceType()) {
            case USER -> person != null && scope.has(person.state(), person.groups());
            case GROUP -> delivery.change().getAfter() instanceof GroupState group && scope.has(group);
            case UNKNOWN -> true;
        };
    }

    /** As far as the change tells, with the memberships of now. */
    boolean wasIn(Scope scope) {
        return switch (delivery.change().getBefore()) {
            case UserState user -> scope.has(user, groups());
            case GroupState group -> scope.has(group);
            case null, default -> false;
        };
    }

    List<GroupReference> groups() {
        return person == null ? List.of() : person.groups();
    }

    long sequence() {
        return delivery.sequence();
    }
}
