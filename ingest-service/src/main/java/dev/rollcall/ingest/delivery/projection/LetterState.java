package dev.rollcall.ingest.delivery.projection;

import dev.rollcall.event.DeliveryReceipt;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a dead letter is. */
public enum LetterState {
    /** Nobody has done anything about it. */
    OPEN,
    /** Somebody wished for another try, and nothing has come of it yet. */
    RETRYING,
    /** The app has this change, or a newer one that stands for it. */
    RESOLVED,
    /** Somebody decided to leave the app without it. */
    SKIPPED;

    /**
     * Pure: follows from the topics alone, in whatever order and however often they are read.
     *
     * @param failed when it was given up last
     * @param retried when another try was wished for last; later than the failure that it was about
     * @param own the newest receipt that says the app has just this change, or is to be left without it
     * @param newer a receipt that says the app has a newer change of the resource
     */
    static LetterState of(
            Instant failed, @Nullable Instant retried, @Nullable DeliveryReceipt own, @Nullable DeliveryReceipt newer) {
        if (newer != null) {
            return RESOLVED;
        }
        boolean isRetried = retried != null && retried.isAfter(failed);
        Instant last = isRetried ? retried : failed;
        if (own != null && !own.getTime().isBefore(last)) {
            return own.getOperator() == null ? RESOLVED : SKIPPED;
        }
        return isRetried ? RETRYING : OPEN;
    }

    /**
     * Pure: the same of a letter that is about no delivery. What comes of its record, once it is put back, is another letter
     * if it fails again.
     *
     * @param handled when somebody put its record back or discarded it
     */
    static LetterState ofStray(Instant failed, @Nullable Instant handled, boolean isDiscarded) {
        if (handled == null || !handled.isAfter(failed)) {
            return OPEN;
        }
        return isDiscarded ? SKIPPED : RESOLVED;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
