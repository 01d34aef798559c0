package dev.rollcall.ingest.activity.projection;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.ingest.topic.DeadLetters;
import dev.rollcall.ingest.topic.GroupReader;
import dev.rollcall.ingest.topic.KafkaClients;
import dev.rollcall.ingest.topic.Positions;
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
 * Brings the log from its topic to MongoDB, in bulk. All instances are one group, so each entry is written by one of
 * them; written twice after a crash it is the same. While MongoDB is away Kafka holds what comes.
 */
@Component
final class Projection implements SmartLifecycle {

    private static final String GROUP = "rollcall-request-log";
    private static final int DUPLICATE_KEY = 11_000;

    private final MongoDatabase database;
    private final Summaries summaries;
    private final AvroRecords records;
    private final DeadLetters deadLetters;
    private final Erasures erasures;
    private final GroupReader reader;

    Projection(
            KafkaClients clients,
            AvroRecords records,
            Positions positions,
            MongoDatabase directoryDatabase,
            Summaries summaries,
            DeadLetters deadLetters,
            Erasures erasures) {
        this.database = directoryDatabase;
        this.summaries = summaries;
        this.records = records;
        this.deadLetters = deadLetters;
        this.erasures = erasures;
        this.reader = new GroupReader(
                clients,
                GROUP,
                Topics.REQUEST_LOG,
                positions,
                () -> EntryDocuments.createIndexes(directoryDatabase),
                this::project);
    }

    private void project(List<ConsumerRecord<String, byte[]>> batch) {
        var writes = new ArrayList<WriteModel<Document>>();
        var news = new Summaries.Batch();
        for (ConsumerRecord<String, byte[]> record : batch) {
            try {
                var entry = told(records.read(Topics.REQUEST_LOG, record.value(), RequestLogEntry.class));
                writes.add(write(entry, record.offset()));
                news.add(entry, record.offset());
            } catch (UnreadableRecordException e) {
                deadLetters.unreadable(record, e);
            }
        }
        write(writes);
        // after the entries: what it says is projected must be there
        summaries.write(news);
    }

    /** Of somebody who is erased stays that there was a call. */
    private RequestLogEntry told(RequestLogEntry entry) {
        return erasures.isErased(entry.getConnection(), entry.getResource())
                ? RequestLogEntry.newBuilder(entry)
                        .setQuery(null)
                        .setDetail(null)
                        .setBody(null)
                        .build()
                : entry;
    }

    /** An amended entry replaces the one that it amends; another never does, for it may come again after that. */
    private static WriteModel<Document> write(RequestLogEntry entry, long offset) {
        Document document = EntryDocuments.of(entry, offset);
        return entry.getAmended()
                ? new ReplaceOneModel<>(
                        eq(EntryDocuments.ID, document.getString(EntryDocuments.ID)),
                        document,
                        new ReplaceOptions().upsert(true))
                : new InsertOneModel<>(document);
    }

    private void write(List<WriteModel<Document>> writes) {
        if (writes.isEmpty()) {
            return;
        }
        try {
            EntryDocuments.collection(database).bulkWrite(writes, new BulkWriteOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            // what is there already was written before a crash, or is amended
            if (e.getWriteConcernError() != null
                    || e.getWriteErrors().stream().anyMatch(error -> error.getCode() != DUPLICATE_KEY)) {
                throw e;
            }
        }
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
