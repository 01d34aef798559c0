package dev.rollcall.sync.delivery;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One change for one app.
 *
 * @param source the record that the change was read from; of a retry, as it was read then
 * @param retried when somebody wished for it again after it had been given up, or for a replay; null where it simply comes
 * @param replay the replay, back-fill or repair that brings it; null where none does
 * @param isForced whether it is sent although the ledger says that the app has it
 */
public record Delivery(
        String app,
        IdentityChange change,
        ConsumerRecord<String, byte[]> source,
        @Nullable Instant retried,
        @Nullable String replay,
        boolean isForced) {

    public Delivery(String app, IdentityChange change, ConsumerRecord<String, byte[]> source) {
        this(app, change, source, null);
    }

    public Delivery(
            String app, IdentityChange change, ConsumerRecord<String, byte[]> source, @Nullable Instant retried) {
        this(app, change, source, retried, null, false);
    }

    /** The same delivery of a change as the app is to see it. */
    Delivery telling(IdentityChange retold) {
        return new Delivery(app, retold, source, retried, replay, isForced);
    }

    public boolean isRetry() {
        return retried != null;
    }

    /** Tells deliveries of one batch apart: a change may come together with a retry and a replay of it. */
    public String key() {
        return (isRetry() ? "retry-" : "") + (replay == null ? "" : replay + '-') + change.getId();
    }

    /** The id of the resource's entry in the ledger. */
    String ledgerId() {
        return LedgerEntry.id(app, change.getResourceType(), change.getConnection(), change.getResource());
    }

    /** The ids of all entries that delivering it may need: of its resource, and of members that came or went. */
    public Set<String> ledgerIds() {
        var ids = new HashSet<String>();
        ids.add(ledgerId());
        Stream.concat(change.getMembersAdded().stream(), change.getMembersRemoved().stream())
                .forEach(user -> ids.add(LedgerEntry.id(app, ResourceType.USER, change.getConnection(), user)));
        return ids;
    }

    LedgerEntry untold() {
        return LedgerEntry.none(app, change.getResourceType(), change.getConnection(), change.getResource());
    }

    long sequence() {
        return change.getSequence();
    }

    @Override
    public String toString() {
        return "Delivery[" + app + ", " + change.getId() + "]";
    }
}
