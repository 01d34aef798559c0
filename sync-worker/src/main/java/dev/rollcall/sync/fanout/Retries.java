package dev.rollcall.sync.fanout;

import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.Addressee;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.delivery.Delivery;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads deliveries that were given up and are wished for again; they are planned like all others. */
final class Retries {

    private final App app;
    private final AvroRecords records;

    Retries(App app, AvroRecords records) {
        this.app = app;
        this.records = records;
    }

    /** The delivery as it was given up, so that its dead letter keeps its id; empty where it is none of this app's. */
    Optional<Delivery> read(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
        if (Addressee.isAnother(record.headers(), app.id())) {
            return Optional.empty();
        }
        DeliveryRetry retry = records.read(Topics.RETRIES, record.value(), DeliveryRetry.class);
        if (!retry.getApp().equals(app.id()) || !app.follows(retry.getConnection())) {
            return Optional.empty();
        }
        byte[] value = bytes(retry.getRecord());
        var source = new ConsumerRecord<>(
                retry.getTopic(), retry.getPartition(), retry.getOffset(), retry.getConnection(), value);
        record.headers().forEach(source.headers()::add);
        return Optional.of(new Delivery(
                app.id(),
                records.read(Topics.CHANGES, value, IdentityChange.class),
                source,
                retry.getTime(),
                retry.getReplay(),
                retry.getForced()));
    }

    /**
     * What was given up is older than what comes anew, so it goes first, whichever of the two topics was read first.
     * Resources don't mind each other's order.
     */
    static List<Delivery> first(List<Delivery> deliveries) {
        return deliveries.stream()
                .sorted(Comparator.comparing(
                        delivery -> delivery.isRetry() ? delivery.change().getSequence() : Long.MAX_VALUE))
                .toList();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
