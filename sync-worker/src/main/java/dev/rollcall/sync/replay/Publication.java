package dev.rollcall.sync.replay;

import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.topic.Addressee;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Turns what was read into what is published: nothing about who was forgotten since. A record that can't be is named in the
 * log and passed over.
 */
final class Publication {

    private static final Logger log = LoggerFactory.getLogger(Publication.class);
    /** For all that goes with a change. */
    private static final int ROOM = 64 * 1024;

    private final String replay;
    private final AvroRecords records;
    private final Erasures erasures;

    Publication(String replay, AvroRecords records, Erasures erasures) {
        this.replay = replay;
        this.records = records;
        this.erasures = erasures;
    }

    /** What the app is to get for a record; empty where it can't be read or carried. */
    Optional<List<DeliveryRetry>> of(Extract extract, ConsumerRecord<String, byte[]> record) {
        try {
            List<DeliveryRetry> wanted =
                    extract.of(record).stream().filter(wish -> !isErased(wish)).toList();
            if (wanted.stream().allMatch(Publication::fits)) {
                return Optional.of(wanted);
            }
            passOver(record).log("A record is too large to be replayed; it is passed over");
        } catch (UnreadableRecordException e) {
            passOver(record).setCause(e).log("A record can't be read; it is passed over");
        }
        return Optional.empty();
    }

    private boolean isErased(DeliveryRetry wish) {
        return wish.getResourceType() == ResourceType.USER
                && erasures.isErased(wish.getConnection(), wish.getResource());
    }

    private static boolean fits(DeliveryRetry wish) {
        return wish.getRecord().remaining() < Topics.MAX_RECORD_BYTES - ROOM;
    }

    private LoggingEventBuilder passOver(ConsumerRecord<String, byte[]> record) {
        return log.atError()
                .addKeyValue("replay", replay)
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset());
    }

    ProducerRecord<String, byte[]> record(DeliveryRetry wish, ConsumerRecord<String, byte[]> source) {
        var record = new ProducerRecord<>(
                Topics.RETRIES, null, wish.getConnection(), records.write(Topics.RETRIES, wish), source.headers());
        record.headers().add(Addressee.header(wish.getApp()));
        return record;
    }
}
