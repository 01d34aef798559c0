package dev.rollcall.sync.projection;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where records go that can't be read. */
@FunctionalInterface
public interface Graveyard {

    /** Returns when the dead letter is durable, for a checkpoint may follow. */
    void bury(ConsumerRecord<String, byte[]> record, String cause);
}
