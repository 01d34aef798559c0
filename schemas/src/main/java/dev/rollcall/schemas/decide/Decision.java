package dev.rollcall.schemas.decide;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ProvisioningResult;
import java.util.List;

/** What becomes of a request. */
public sealed interface Decision {

    /** What the client is answered. */
    ProvisioningResult result();

    /** The changes in order, with gap-free sequences; none when nothing happens. */
    default List<IdentityChange> changes() {
        return List.of();
    }

    /** The newest states that result, in order. */
    default List<StateWrite> writes() {
        return List.of();
    }

    /**
     * The request changes something.
     *
     * @param changes at least one
     */
    record Accepted(List<IdentityChange> changes, List<StateWrite> writes, ProvisioningResult result)
            implements Decision {}

    /** The request is right, and all is so already: no change, no version, no delivery. */
    record Unchanged(ProvisioningResult result) implements Decision {}

    /** The request is refused; nothing of it is applied. */
    record Rejected(ProvisioningResult result) implements Decision {}

    /**
     * The request was asynchronous, so its outcome is a change too, after those that it made, whatever became of it
     * (RFC 9967 §2.5.1.3).
     *
     * @param decided what became of it
     */
    record Told(Decision decided, List<IdentityChange> changes, List<StateWrite> writes) implements Decision {
        @Override
        public ProvisioningResult result() {
            return decided.result();
        }
    }
}
