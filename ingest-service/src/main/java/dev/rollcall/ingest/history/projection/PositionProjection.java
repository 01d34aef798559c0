package dev.rollcall.ingest.history.projection;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.ingest.topic.CheckpointedReader;
import dev.rollcall.ingest.topic.Checkpoints;
import dev.rollcall.ingest.topic.DeadLetters;
import dev.rollcall.ingest.topic.KafkaClients;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Brings the places of changes from their topic to MongoDB, in bulk. All instances are one group; what is read twice is
 * the same. Its checkpoint lies beside it, so that whoever empties MongoDB gets it anew.
 */
@Component
final class PositionProjection implements SmartLifecycle {

    private static final String GROUP = "rollcall-history";

    private final MongoDatabase database;
    private final AvroRecords records;
    private final DeadLetters deadLetters;
    private final Erasures erasures;
    private final CheckpointedReader reader;

    PositionProjection(
            KafkaClients clients,
            AvroRecords records,
            MongoDatabase directoryDatabase,
            DeadLetters deadLetters,
            Erasures erasures) {
        this.database = directoryDatabase;
        this.records = records;
        this.deadLetters = deadLetters;
        this.erasures = erasures;
        this.reader = new CheckpointedReader(
                clients,
                GROUP,
                Topics.CHANGES,
                new Checkpoints(directoryDatabase, PositionDocuments.CHECKPOINTS),
                () -> PositionDocuments.createIndexes(directoryDatabase),
                this::project);
    }

    private void project(List<ConsumerRecord<String, byte[]>> batch) {
        var writes = new ArrayList<WriteModel<Document>>();
        for (ConsumerRecord<String, byte[]> record : batch) {
            try {
                var change = records.read(Topics.CHANGES, record.value(), IdentityChange.class);
                if (isToldOf(change)) {
                    writes.add(write(PositionDocuments.of(change, record.partition(), record.offset())));
                }
            } catch (UnreadableRecordException e) {
                deadLetters.unreadable(record, e);
            }
        }
        if (!writes.isEmpty()) {
            PositionDocuments.collection(database).bulkWrite(writes, new BulkWriteOptions().ordered(false));
        }
    }

    /** A change that only tells an outcome changes nothing; that somebody who is erased was in a group stays, by id. */
    private boolean isToldOf(IdentityChange change) {
        return !change.getKind().equals(EventUris.ASYNC_RESPONSE)
                && !erasures.isErased(change.getConnection(), change.getResource());
    }

    private static WriteModel<Document> write(Document position) {
        return new ReplaceOneModel<>(
                Filters.eq(PositionDocuments.ID, position.getString(PositionDocuments.ID)),
                position,
                new ReplaceOptions().upsert(true));
    }

    /** Notices that MongoDB was emptied. Blocking. */
    void mend() {
        reader.mend();
    }

    @Override
    public void start() {
        reader.start();
    }

    @Override
    public void stop() {
        reader.stop();
    }

    @Override
    public boolean isRunning() {
        return reader.isRunning();
    }
}
