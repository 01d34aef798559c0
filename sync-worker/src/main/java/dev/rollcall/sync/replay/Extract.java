package dev.rollcall.sync.replay;

import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a replay makes of the records that it reads; used by one thread. */
interface Extract {

    /** Called before any record of these partitions, by number, comes; it may read what it needs of them. */
    default void begin(int partition) {}

    /** Called when the partition, by number, is another worker's from now on. */
    default void end(int partition) {}

    /** What the app is to get for it, in order; nothing where it isn't wanted. */
    List<DeliveryRetry> of(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException;
}
