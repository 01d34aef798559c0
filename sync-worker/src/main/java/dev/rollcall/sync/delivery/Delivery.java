package dev.rollcall.sync.delivery;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One change for one app.
 *
 * @param source the record that the change was read from
 */
public record Delivery(String app, IdentityChange change, ConsumerRecord<String, byte[]> source) {

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
