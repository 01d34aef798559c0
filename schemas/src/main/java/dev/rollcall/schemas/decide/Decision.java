package dev.rollcall.schemas.decide;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ProvisioningResult;
import java.util.List;

/** What becomes of a request. */
public sealed interface Decision {

    /** What the client is answered. */
    ProvisioningResult result();

    /**
     * The request changes something.
     *
     * @param changes in order, at least one, with gap-free sequences
     * @param writes the newest states that result, in order
     */
    record Accepted(List<IdentityChange> changes, List<StateWrite> writes, ProvisioningResult result)
            implements Decision {}

    /** The request is right, and all is so already: no change, no version, no delivery. */
    record Unchanged(ProvisioningResult result) implements Decision {}

    /** The request is refused; nothing of it is applied. */
    record Rejected(ProvisioningResult result) implements Decision {}
}
