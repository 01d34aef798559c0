package dev.rollcall.sync.fanout;

import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.Fault;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import dev.rollcall.sync.delivery.CauseCode;
import dev.rollcall.sync.delivery.Delivery;
import dev.rollcall.sync.delivery.Settled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.kafka.core.KafkaTemplate;

/** What was given up, with all that is needed to judge it. */
final class DeadLetters {

    private static final String TYPE = "dev.rollcall.delivery.dead-letter.v1";
    private static final int ROOM = 64 * 1024;

    private final KafkaTemplate<String, byte[]> kafka;
    private final AvroRecords records;
    private final Clock clock;

    DeadLetters(KafkaTemplate<String, byte[]> kafka, AvroRecords records, Clock clock) {
        this.kafka = kafka;
        this.records = records;
        this.clock = clock;
    }

    /** A delivery that was given up. */
    CompletableFuture<?> publish(Settled end) {
        Fault fault = Objects.requireNonNull(end.fault());
        String cause = end.delivery().app() + " didn't take it after " + end.attempts() + " attempts: " + end.detail();
        return publish(end.delivery(), fault, end.code(), cause, end.at());
    }

    /** A delivery after which its app wants nothing more. */
    CompletableFuture<?> gone(Delivery delivery) {
        return publish(
                delivery,
                Fault.APP,
                CauseCode.GONE,
                delivery.app() + " answered HTTP 410, so nothing more is sent to it; save its setting anew to go on"
                        + " with this change",
                clock.instant());
    }

    /** A record that never will be readable. */
    CompletableFuture<?> unreadable(ConsumerRecord<String, byte[]> record, UnreadableRecordException failure) {
        String id = id("", record);
        DeadLetter letter = letter(
                        id,
                        Fault.RECORD,
                        Objects.requireNonNullElse(failure.getMessage(), "It can't be read"),
                        clock.instant(),
                        record)
                .setCode(CauseCode.UNREADABLE)
                .setConnection(record.key())
                .build();
        return send(record.key() == null ? id : record.key(), letter, new RecordHeaders());
    }

    private CompletableFuture<?> publish(Delivery delivery, Fault fault, String code, String cause, Instant time) {
        IdentityChange change = delivery.change();
        String id = id(delivery.app(), delivery.source());
        DeadLetter letter = letter(id, fault, cause, time, delivery.source())
                .setApp(delivery.app())
                .setConnection(change.getConnection())
                .setResourceType(change.getResourceType())
                .setResource(change.getResource())
                .setChange(change.getId())
                .setCode(code)
                .setSequence(change.getSequence())
                .build();
        return send(
                Keys.delivery(delivery.app(), change.getResource()),
                letter,
                Receipts.headers(delivery, TYPE, id, time));
    }

    private static DeadLetter.Builder letter(
            String id, Fault fault, String cause, Instant time, ConsumerRecord<String, byte[]> record) {
        byte[] value = record.value();
        boolean fits = value != null && value.length < Topics.MAX_RECORD_BYTES - ROOM;
        return DeadLetter.newBuilder()
                .setId(id)
                .setTime(time)
                .setFault(fault)
                .setCause(cause)
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .setRecord(fits ? ByteBuffer.wrap(value) : null);
    }

    private CompletableFuture<?> send(String key, DeadLetter letter, Headers headers) {
        byte[] value = records.write(Topics.DEAD_LETTERS, letter);
        return kafka.send(new ProducerRecord<>(Topics.DEAD_LETTERS, null, key, value, headers));
    }

    private static String id(String app, ConsumerRecord<String, byte[]> record) {
        String place = app + '/' + record.topic() + '/' + record.partition() + '/' + record.offset();
        return UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
