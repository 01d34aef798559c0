package dev.rollcall.sync.delivery;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.delivery.LedgerEntry;
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
