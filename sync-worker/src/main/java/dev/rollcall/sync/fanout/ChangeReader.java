package dev.rollcall.sync.fanout;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.delivery.Delivery;
import dev.rollcall.sync.delivery.HeldException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the changes that an app follows, without those that wait for an operator, and of who is forgotten by now the deletion
 * alone; a record that can't be read becomes a dead letter and is passed over.
 */
final class ChangeReader {

    private static final Logger log = LoggerFactory.getLogger(ChangeReader.class);

    private final App app;
    private final ReadChanges changes;
    private final DeadLetters deadLetters;
    private final Retries retries;
    private final Holds holds;
    private final Erasures erasures;
    /** By partition, the newest offset that became a dead letter: once, however often its batch is tried. */
    private final Map<TopicPartition, Long> buried = new HashMap<>();

    /** @param changes as all apps of this worker read them */
    ChangeReader(
            App app,
            ReadChanges changes,
            AvroRecords records,
            DeadLetters deadLetters,
            Holds holds,
            Erasures erasures) {
        this.app = app;
        this.holds = holds;
        this.erasures = erasures;
        this.changes = changes;
        this.deadLetters = deadLetters;
        this.retries = new Retries(app, records);
    }

    /** @throws RuntimeException when the registry or the broker can't be reached; trying again helps */
    List<Delivery> read(List<ConsumerRecord<String, byte[]>> batch) {
        var deliveries = new ArrayList<Delivery>();
        for (ConsumerRecord<String, byte[]> record : batch) {
            try {
                if (record.topic().equals(Topics.RETRIES)) {
                    retries.read(record)
                            .filter(delivery -> !isForgotten(delivery.change()) && !holds.waits(record, delivery))
                            .ifPresent(deliveries::add);
                    continue;
                }
                IdentityChange change = changes.read(record);
                if (app.follows(change.getConnection()) && concerns(change) && !isForgotten(change)) {
                    var delivery = new Delivery(app.id(), change, record);
                    if (!holds.waits(record, delivery)) {
                        deliveries.add(delivery);
                    }
                }
            } catch (UnreadableRecordException e) {
                bury(record, e);
            }
        }
        return Retries.first(deliveries);
    }

    /** That what was read has to wait as well; it is to be read once more. */
    void await(HeldException held) {
        holds.await(held);
    }

    /** That what was read is settled. */
    void done(List<ConsumerRecord<String, byte[]>> batch) {
        holds.done(batch);
    }

    /** A change that only tells an outcome changes no resource; a webhook gets it too, so that its numbers have no gap. */
    private boolean concerns(IdentityChange change) {
        return app.kind() != AppKind.SCIM || !change.getKind().equals(EventUris.ASYNC_RESPONSE);
    }

    /** The log has what was before the deletion for a while still, and an app may be far behind or new. */
    private boolean isForgotten(IdentityChange change) {
        return change.getAfter() instanceof UserState
                && erasures.isErased(change.getConnection(), change.getResource());
    }

    private static TopicPartition partition(ConsumerRecord<String, byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private void bury(ConsumerRecord<String, byte[]> record, UnreadableRecordException failure) {
        if (record.offset() <= buried.getOrDefault(partition(record), -1L)) {
            return;
        }
        Reports.await(Stream.of(deadLetters.unreadable(record, failure)));
        buried.put(partition(record), record.offset());
        log.atError()
                .addKeyValue("app", app.id())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .setCause(failure)
                .log("A change can't be read; it is a dead letter now");
    }
}
