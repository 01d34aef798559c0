package dev.rollcall.ingest.activity.capture;

import dev.rollcall.event.CallOutcome;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.event.RequestLogEntry;

/** Writes into entries what was decided. */
final class Entries {

    private static final int FIRST_ERROR = 400;
    private static final int FIRST_FAILURE = 500;

    private Entries() {}

    /** What the worker decided, or will most likely decide. */
    static void tell(RequestLogEntry entry, ProvisioningResult result) {
        entry.setWarnings(result.getWarnings());
        entry.setOutcome(outcome(result));
        if (result.getChanged()) {
            entry.setSequence(result.getSequence());
            entry.setChanges(result.getChanges());
            entry.setKinds(result.getKinds());
            entry.setMembersAdded(result.getMembersAdded());
            entry.setMembersRemoved(result.getMembersRemoved());
        }
    }

    private static CallOutcome outcome(ProvisioningResult result) {
        if (result.getStatus() >= FIRST_FAILURE) {
            return CallOutcome.FAILED;
        }
        if (result.getStatus() >= FIRST_ERROR) {
            return CallOutcome.REFUSED;
        }
        return result.getChanged() ? CallOutcome.APPLIED : CallOutcome.UNCHANGED;
    }
}
