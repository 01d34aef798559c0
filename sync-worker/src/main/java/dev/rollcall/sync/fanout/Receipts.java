package dev.rollcall.sync.fanout;

import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.delivery.Delivery;
import dev.rollcall.sync.delivery.Settled;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.springframework.kafka.core.KafkaTemplate;

/** The durable answers about deliveries. */
final class Receipts {

    private static final String TYPE = "dev.rollcall.delivery.receipt.v1";

    private final KafkaTemplate<String, byte[]> kafka;
    private final AvroRecords records;

    Receipts(KafkaTemplate<String, byte[]> kafka, AvroRecords records) {
        this.kafka = kafka;
        this.records = records;
    }

    CompletableFuture<?> publish(Settled end) {
        Delivery delivery = end.delivery();
        IdentityChange change = delivery.change();
        DeliveryReceipt receipt = DeliveryReceipt.newBuilder()
                .setApp(delivery.app())
                .setConnection(change.getConnection())
                .setChange(change.getId())
                .setResourceType(change.getResourceType())
                .setResource(change.getResource())
                .setSequence(change.getSequence())
                .setOutcome(end.outcome())
                .setAttempts(end.attempts())
                .setStatus(end.status())
                .setRemoteId(end.remoteId())
                .setTime(end.at())
                .setLatencyMillis(
                        Math.max(0, Duration.between(change.getTime(), end.at()).toMillis()))
                .setDetail(end.detail())
                .setRepeat(end.isRepeat())
                .setReplay(delivery.replay())
                .build();
        return kafka.send(new ProducerRecord<>(
                Topics.RECEIPTS,
                null,
                Keys.delivery(delivery.app(), change.getResource()),
                records.write(Topics.RECEIPTS, receipt),
                headers(delivery, TYPE, delivery.app() + "-" + change.getId(), end.at())));
    }

    /** CloudEvents headers of what is published about a delivery. */
    static Headers headers(Delivery delivery, String type, String id, Instant time) {
        IdentityChange change = delivery.change();
        String endpoint = change.getResourceType() == ResourceType.GROUP ? "/Groups/" : "/Users/";
        return new CloudEvent(
                        id, type, change.getConnection(), endpoint + change.getResource(), time, change.getSequence())
                .headers(CloudEvent.text(delivery.source().headers(), CloudEvent.TRACEPARENT));
    }
}
