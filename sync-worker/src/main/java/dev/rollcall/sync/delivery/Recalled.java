package dev.rollcall.sync.delivery;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.delivery.Standing;
import java.util.List;

/** What receipts say of the ledger that was lost; pure. What they don't say is uncertain, so it is sent once more. */
public final class Recalled {

    private Recalled() {}

    /**
     * The entry after a receipt.
     *
     * @param before what earlier receipts of the app and resource say; see {@link LedgerEntry#none}
     */
    public static LedgerEntry of(LedgerEntry before, DeliveryReceipt receipt) {
        if (receipt.getOutcome() == DeliveryOutcome.UNKNOWN || receipt.getSequence() < before.sequence()) {
            return before;
        }
        boolean isLeftOut =
                receipt.getOutcome() == DeliveryOutcome.SKIPPED && Settled.LEFT_OUT.equals(receipt.getDetail());
        LedgerEntry linked = receipt.getRemoteId() == null ? before : before.linked(receipt.getRemoteId(), null);
        LedgerEntry settled = linked.settled(
                receipt.getSequence(),
                receipt.getOutcome(),
                receipt.getAttempts(),
                receipt.getStatus(),
                receipt.getTime());
        // who is left out is in no scope, and has no counterpart
        return isLeftOut ? settled.gone().standing(new Standing(false, List.of())) : settled.standing(null);
    }
}
