package dev.rollcall.sync.fanout;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The changes that some app has in hand now, each once: hundreds of apps are brought the same at about the same time, and
 * decoded it takes several times the memory of its bytes. Nobody may alter what is read.
 */
final class ReadChanges {

    private final AvroRecords records;
    /** By what was read, which stays the same change wherever it is read again. */
    private final Cache<Bytes, IdentityChange> inHand =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

    ReadChanges(AvroRecords records) {
        this.records = records;
    }

    /**
     * @throws UnreadableRecordException when it never will be readable
     * @throws RuntimeException when the registry can't be reached; trying again helps
     */
    IdentityChange read(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        byte @Nullable [] value = record.value();
        if (value == null) {
            return decoded(null);
        }
        Bytes bytes = Bytes.wrap(value);
        IdentityChange known = inHand.getIfPresent(bytes);
        if (known != null) {
            return known;
        }
        IdentityChange change = decoded(value);
        IdentityChange earlier = inHand.asMap().putIfAbsent(bytes, change);
        return earlier == null ? change : earlier;
    }

    private IdentityChange decoded(byte @Nullable [] value) throws UnreadableRecordException {
        return records.read(Topics.CHANGES, value, IdentityChange.class);
    }
}
