package dev.rollcall.sync.drift;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.sync.delivery.Expectation.Expected;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we know of a resource for an app, at one moment.
 *
 * @param entry what the ledger says that the app has; null where it was never told of it
 * @param state of the user or group in the directory; null where it isn't there
 * @param expected what the app should have; null where it should have nothing, and where that can't be told
 * @param isUnrenderable whether the app's mapping fails on it, so that nobody can tell what the app should have
 */
record Facts(
        Ours ours,
        @Nullable LedgerEntry entry,
        @Nullable Object state,
        @Nullable Expected expected,
        boolean isUnrenderable) {

    boolean isWanted() {
        return expected != null || isUnrenderable;
    }

    /** The app's id of its counterpart, while it has one that stands for it. */
    Optional<String> remoteId() {
        return Optional.ofNullable(entry).filter(LedgerEntry::isLinked).map(LedgerEntry::remoteId);
    }

    boolean isGivenUp() {
        return isUnrenderable || entry != null && entry.outcome() == DeliveryOutcome.FAILED;
    }

    /** Of its newest state; of one that isn't there, of what the app was told last. */
    long sequence() {
        return switch (state) {
            case UserState user -> user.getSequence();
            case GroupState group -> group.getSequence();
            case null, default -> settled();
        };
    }

    /** Of the newest change that is settled at the app; 0 where none is. */
    long settled() {
        return entry == null ? 0 : entry.sequence();
    }

    /** Whether nothing was delivered or changed between the two. */
    boolean isAsIn(Facts later) {
        return settled() == later.settled()
                && sequence() == later.sequence()
                && remoteId().equals(later.remoteId())
                && isWanted() == later.isWanted()
                && Objects.equals(hash(), later.hash());
    }

    private @Nullable String hash() {
        return expected == null ? null : expected.hash();
    }
}
