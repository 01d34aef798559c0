package dev.rollcall.sync.fanout;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The changes that some app has in hand now, each once: hundreds of apps are brought the same at about the same time, and
 * each has several times the memory of its bytes, as a record and decoded. Nobody may alter what is read.
 */
final class ReadChanges {

    private final AvroRecords avro;
    private final Cache<Place, ConsumerRecord<String, byte[]>> records =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();
    /** Of each of these records. */
    private final Cache<ConsumerRecord<String, byte[]>, IdentityChange> changes =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    ReadChanges(AvroRecords avro) {
        this.avro = avro;
    }

    /** With what was read there, for a topic may be made anew. */
    private record Place(String topic, int partition, long offset, Bytes value) {

        static Place of(ConsumerRecord<String, byte[]> record) {
            return new Place(record.topic(), record.partition(), record.offset(), Bytes.wrap(record.value()));
        }
    }

    /** The same, but changes as all have them who read them. */
    ConsumerRecords<String, byte[]> once(ConsumerRecords<String, byte[]> read) {
        Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> all = new HashMap<>();
        for (TopicPartition partition : read.partitions()) {
            List<ConsumerRecord<String, byte[]>> some = read.records(partition);
            all.put(
                    partition,
                    partition.topic().equals(Topics.CHANGES)
                            ? some.stream().map(this::once).toList()
                            : some);
        }
        return new ConsumerRecords<>(all, read.nextOffsets());
    }

    private ConsumerRecord<String, byte[]> once(ConsumerRecord<String, byte[]> record) {
        if (value(record) == null) {
            return record;
        }
        Place place = Place.of(record);
        ConsumerRecord<String, byte[]> known = records.getIfPresent(place);
        if (known != null) {
            return known;
        }
        ConsumerRecord<String, byte[]> kept = withoutWhatTheChangeSays(record);
        ConsumerRecord<String, byte[]> earlier = records.asMap().putIfAbsent(place, kept);
        return earlier == null ? kept : earlier;
    }

    /** All headers but one repeat it, and are larger. */
    private static ConsumerRecord<String, byte[]> withoutWhatTheChangeSays(ConsumerRecord<String, byte[]> record) {
        Headers headers = new RecordHeaders();
        Header trace = record.headers().lastHeader(CloudEvent.TRACEPARENT);
        if (trace != null) {
            headers.add(trace);
        }
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                record.value(),
                headers,
                record.leaderEpoch());
    }

    /**
     * @throws UnreadableRecordException when it never will be readable
     * @throws RuntimeException when the registry can't be reached; trying again helps
     */
    IdentityChange read(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        ConsumerRecord<String, byte[]> one = once(record);
        IdentityChange known = changes.getIfPresent(one);
        if (known != null) {
            return known;
        }
        IdentityChange change = avro.read(Topics.CHANGES, value(one), IdentityChange.class);
        IdentityChange earlier = changes.asMap().putIfAbsent(one, change);
        return earlier == null ? change : earlier;
    }

    /** A tombstone has none. */
    private static byte @Nullable [] value(ConsumerRecord<String, byte[]> record) {
        return record.value();
    }
}
