package dev.rollcall.ingest.app.preview;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A resource, and what an app has of it.
 *
 * @param state of the user or group; null of one who is gone
 * @param groups of a user after the change
 * @param groupsBefore the change
 * @param members of a group, as they are now
 * @param change that it is shown for, or one that tells of it as it is
 * @param ledger null where the app was never told of it
 */
record Subject(
        Kind kind,
        @Nullable Object state,
        List<GroupReference> groups,
        List<GroupReference> groupsBefore,
        Supplier<? extends Collection<String>> members,
        IdentityChange change,
        @Nullable LedgerEntry ledger) {

    /** Why it is shown. */
    enum Kind {
        /** It is asked for, and shown as it is. */
        LATEST,
        /** It changed. */
        CHANGE,
        /** It is a user whom a group's change concerns. */
        DERIVED,
        /** Somebody asked for a change of it, and is told what came of that. */
        OUTCOME
    }

    ResourceType type() {
        return change.getResourceType();
    }

    String key() {
        return type() + "/" + change.getResource();
    }

    boolean isDerived() {
        return kind == Kind.DERIVED;
    }

    boolean isOutcome() {
        return kind == Kind.OUTCOME;
    }

    boolean isCreation() {
        return kind == Kind.CHANGE && change.getBefore() == null;
    }

    boolean isIn(Rules rules) {
        return rules.has(state, groups);
    }

    boolean wasIn(Rules rules) {
        return rules.has(change.getBefore(), groupsBefore);
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
