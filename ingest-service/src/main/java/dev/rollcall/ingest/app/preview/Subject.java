package dev.rollcall.ingest.app.preview;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource, and what an app has of it.
 *
 * @param state of the user or group; null of one who is gone
 * @param groups of a user
 * @param change that it is shown for, or one that tells of it as it is
 * @param isLatest whether the change stands for no change, but for the state as it is
 * @param ledger null where the app was never told of it
 */
record Subject(
        @Nullable Object state,
        List<GroupReference> groups,
        IdentityChange change,
        boolean isLatest,
        @Nullable LedgerEntry ledger) {

    ResourceType type() {
        return change.getResourceType();
    }

    boolean isIn(Rules rules) {
        return switch (state) {
            case UserState user -> rules.scope().has(user, groups);
            case GroupState group -> rules.scope().has(group);
            case null, default -> false;
        };
    }

    List<String> unmet(Rules rules) {
        return switch (state) {
            case UserState user -> rules.scope().unmet(user, groups);
            case GroupState group -> rules.scope().unmet(group);
            case null, default -> List.of();
        };
    }

    /** Whether the app has it, as far as that is known. */
    boolean isHeld() {
        return ledger != null
                && (ledger.isLinked()
                        || (ledger.standing() == null
                                ? ledger.sequence() > 0 && !ledger.deleted()
                                : ledger.standing().isIn()));
    }
}
