package dev.rollcall.sync.delivery;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.Fault;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a delivery ended.
 *
 * @param attempts that were made for it
 * @param status the app's last HTTP status, or null when it wasn't asked
 * @param detail what the app said, without personal data
 * @param fault whose it is that it was given up; null when it wasn't
 * @param isRepeat whether it ended in an earlier round, and is only told again
 * @param code why it was given up, see {@link CauseCode}; of no meaning when it wasn't
 */
public record Settled(
        Delivery delivery,
        DeliveryOutcome outcome,
        int attempts,
        @Nullable Integer status,
        @Nullable String remoteId,
        String detail,
        @Nullable Fault fault,
        boolean isRepeat,
        Instant at,
        String code) {

    static final String LEFT_OUT = "Not in the scope of the app";

    /** Whoever wished for a retry may have a clock that is ahead; what came of it is later nevertheless. */
    public Settled {
        Instant retried = delivery.retried();
        if (retried != null && !at.isAfter(retried)) {
            at = retried.plusMillis(1);
        }
    }

    /** One of which the app's status tells enough. */
    public Settled(
            Delivery delivery,
            DeliveryOutcome outcome,
            int attempts,
            @Nullable Integer status,
            @Nullable String remoteId,
            String detail,
            @Nullable Fault fault,
            boolean isRepeat,
            Instant at) {
        this(
                delivery,
                outcome,
                attempts,
                status,
                remoteId,
                detail,
                fault,
                isRepeat,
                at,
                status == null ? "" : CauseCode.http(status));
    }

    /** Whose fault an answer is that wasn't the app's as a whole; null when there is none. */
    static @Nullable Fault faultOf(Answer answer) {
        return answer.isTaken() ? null : answer.verdict() == Verdict.OURS ? Fault.ROLLCALL : Fault.RESOURCE;
    }

    /** The app has it already: what the ledger says of it, or that a newer change has passed it. */
    static Settled already(Delivery delivery, LedgerEntry entry) {
        boolean isLast = delivery.sequence() == entry.sequence();
        return new Settled(
                delivery,
                isLast ? entry.outcome() : DeliveryOutcome.SKIPPED,
                isLast ? entry.attempts() : 0,
                isLast ? entry.status() : null,
                entry.remoteId(),
                isLast
                        ? "Settled before"
                        : delivery.isRetry() ? "A newer change took its place" : "The app has this or a newer state",
                null,
                !delivery.isRetry(),
                entry.at());
    }

    /** The app's scope doesn't have what was changed. */
    static Settled leftOut(Delivery delivery, Instant at) {
        return new Settled(delivery, DeliveryOutcome.SKIPPED, 0, null, null, LEFT_OUT, null, false, at);
    }

    /** A newer change of the same batch stands for it. */
    static Settled superseded(Delivery delivery, Instant at) {
        return new Settled(
                delivery,
                DeliveryOutcome.SKIPPED,
                0,
                null,
                null,
                "A newer state of the batch replaced it",
                null,
                false,
                at);
    }
}
