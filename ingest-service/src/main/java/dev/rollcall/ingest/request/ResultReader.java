package dev.rollcall.ingest.request;

import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.ingest.topic.DeadLetters;
import dev.rollcall.ingest.topic.KafkaClients;
import dev.rollcall.ingest.topic.TopicReader;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Reads the results from the end on and hands each to whom it may concern. */
@Component
final class ResultReader implements SmartLifecycle {

    private final AvroRecords records;
    private final Awaiting awaiting;
    private final Predictions predictions;
    private final List<ResultListener> listeners;
    private final DeadLetters deadLetters;
    private final TopicReader reader;

    ResultReader(
            KafkaClients clients,
            AvroRecords records,
            Awaiting awaiting,
            Predictions predictions,
            List<ResultListener> listeners,
            DeadLetters deadLetters) {
        this.records = records;
        this.awaiting = awaiting;
        this.predictions = predictions;
        this.listeners = listeners;
        this.deadLetters = deadLetters;
        this.reader = new TopicReader(clients, Topics.RESULTS, this::read);
    }

    private void read(List<ConsumerRecord<String, byte[]>> batch) {
        for (ConsumerRecord<String, byte[]> record : batch) {
            try {
                var result = records.read(Topics.RESULTS, record.value(), ProvisioningResult.class);
                if (awaiting.take(result)) {
                    predictions.resolved(result);
                    listeners.forEach(listener -> listener.decided(result));
                }
            } catch (UnreadableRecordException e) {
                deadLetters.unreadable(record, e);
            }
        }
    }

    /** Returns when it is positioned, so that no result of a later request is missed. */
    @Override
    public void start() {
        reader.startFromEnd();
    }

    @Override
    public void stop() {
        reader.stop();
    }

    @Override
    public boolean isRunning() {
        return reader.isRunning();
    }

    /** Before the web server starts and after it stopped. */
    @Override
    public int getPhase() {
        return 0;
    }
}
