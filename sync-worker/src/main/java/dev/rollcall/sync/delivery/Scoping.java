package dev.rollcall.sync.delivery;

import dev.rollcall.schemas.delivery.LedgerEntry;
import java.util.List;

/** What an app with a scope gets of a batch. */
interface Scoping {

    /**
     * What the app is to have of a batch.
     *
     * @param deliveries as it is to have them, in their order
     * @param leftOut what it gets nothing of, in its order
     */
    record Scoped(List<Delivery> deliveries, List<Delivery> leftOut) {}

    /** What enters or leaves is in the ledger when it returns, so that after a death the same is decided again. */
    Scoped of(List<Candidate> candidates, Round round);

    /** Whether a group's change makes a difference to a user. */
    boolean isConcerned(Candidate user, LedgerEntry entry);
}
