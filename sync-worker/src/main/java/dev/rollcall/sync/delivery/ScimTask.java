package dev.rollcall.sync.delivery;

import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.scope.Mapping;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a SCIM app is to get for one resource: its newest state, and of a group the members that came and went.
 *
 * @param older changes that the newest stands for
 * @param removed who left, also if they came back: who has left the app meanwhile isn't added again
 * @param freesSeat whether who is deactivated has no account at the app
 * @param rendering what the app gets of a user
 */
record ScimTask(
        Delivery newest,
        List<Delivery> older,
        Phase phase,
        Set<String> added,
        Set<String> removed,
        boolean freesSeat,
        Function<UserState, ObjectNode> rendering) {

    /** The order within a batch, so that names are free before they are taken and members exist before they are added. */
    enum Phase {
        DEPROVISION,
        UPDATE_USERS,
        CREATE_USERS,
        GROUPS
    }

    /** Of users as they are. */
    static ScimTask of(List<Delivery> changes, boolean isLinked, boolean freesSeat) {
        return of(changes, isLinked, freesSeat, user -> Mapping.NONE.content(user, List.of()));
    }

    /** Pure: merges the changes of one resource. */
    static ScimTask of(
            List<Delivery> changes, boolean isLinked, boolean freesSeat, Function<UserState, ObjectNode> rendering) {
        var added = new LinkedHashSet<String>();
        var removed = new LinkedHashSet<String>();
        for (Delivery delivery : changes) {
            IdentityChange change = delivery.change();
            added.removeAll(change.getMembersRemoved());
            removed.addAll(change.getMembersRemoved());
            added.addAll(change.getMembersAdded());
        }
        Delivery newest = changes.getLast();
        List<Delivery> older = List.copyOf(changes.subList(0, changes.size() - 1));
        return new ScimTask(newest, older, phase(newest.change(), isLinked), added, removed, freesSeat, rendering);
    }

    private static Phase phase(IdentityChange newest, boolean isLinked) {
        return switch (newest.getAfter()) {
            case null -> Phase.DEPROVISION;
            case UserState user
            when isLinked -> user.getAttributes().getActive() ? Phase.UPDATE_USERS : Phase.DEPROVISION;
            case UserState _ -> Phase.CREATE_USERS;
            default -> Phase.GROUPS;
        };
    }

    /** Whether the app is to get it whatever the ledger says that it has; then it is the newest state, see {@link Renewal}. */
    boolean isForced() {
        return newest.isForced() || older.stream().anyMatch(Delivery::isForced);
    }

    /** Whether changes that are newer than all of these are settled, so that only members may be made up for. */
    boolean isLate(LedgerEntry entry) {
        return newest.sequence() < entry.sequence() && !isForced();
    }

    /** The same, of a group that comes with all its members. */
    ScimTask withAll(Set<String> members) {
        return new ScimTask(newest, older, phase, members, Set.of(), freesSeat, rendering);
    }

    /** The same, for members that {@code isMember} still holds of, and those who left that it doesn't hold of. */
    ScimTask withMembers(Predicate<String> isMember) {
        return new ScimTask(
                newest,
                older,
                phase,
                added.stream().filter(isMember).collect(Collectors.toCollection(LinkedHashSet::new)),
                removed.stream().filter(isMember.negate()).collect(Collectors.toCollection(LinkedHashSet::new)),
                freesSeat,
                rendering);
    }

    ResourceType type() {
        return newest.change().getResourceType();
    }

    /** Whether the app is to have nothing of it. */
    boolean isDeletion() {
        return switch (newest.change().getAfter()) {
            case null -> true;
            case UserState user -> freesSeat && !user.getAttributes().getActive();
            default -> false;
        };
    }

    /** What becomes of the app's account when the user goes. */
    DeprovisionAction deprovision(DeprovisionAction ofApp) {
        return freesSeat ? DeprovisionAction.DELETE : ofApp;
    }

    UserState user() {
        return (UserState) newest.change().getAfter();
    }

    GroupState group() {
        return (GroupState) newest.change().getAfter();
    }
}
