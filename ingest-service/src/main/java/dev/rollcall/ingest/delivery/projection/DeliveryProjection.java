package dev.rollcall.ingest.delivery.projection;

import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.DeliveryRetry;
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
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Brings receipts, dead letters and retries from their topics to MongoDB, in bulk. All instances are one group; what is
 * read twice after a crash is the same. While MongoDB is away Kafka holds what comes.
 */
@Component
public final class DeliveryProjection implements SmartLifecycle {

    /** The consumer group by which all instances share the work. */
    public static final String GROUP = "rollcall-deliveries";

    private final DeliveryStore store;
    private final AvroRecords records;
    private final DeadLetters deadLetters;
    private final Erasures erasures;
    private final GroupReader reader;

    DeliveryProjection(
            KafkaClients clients,
            AvroRecords records,
            Positions positions,
            DeliveryStore store,
            DeadLetters deadLetters,
            Erasures erasures) {
        this.store = store;
        this.records = records;
        this.deadLetters = deadLetters;
        this.erasures = erasures;
        this.reader = new GroupReader(
                clients,
                GROUP,
                List.of(Topics.RECEIPTS, Topics.DEAD_LETTERS, Topics.RETRIES),
                positions,
                store::createIndexes,
                this::project);
    }

    void project(List<ConsumerRecord<String, byte[]>> batch) {
        var news = new News(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (ConsumerRecord<String, byte[]> record : batch) {
            try {
                add(record, news);
            } catch (UnreadableRecordException e) {
                deadLetters.unreadable(record, e);
            }
        }
        store.learn(news);
    }

    private void add(ConsumerRecord<String, byte[]> record, News news) throws UnreadableRecordException {
        String topic = record.topic();
        if (topic.equals(Topics.RECEIPTS)) {
            DeliveryReceipt receipt = records.read(topic, record.value(), DeliveryReceipt.class);
            if (!erasures.isErased(receipt.getConnection(), receipt.getResource())) {
                news.receipts().add(receipt);
            }
        } else if (topic.equals(Topics.RETRIES)) {
            DeliveryRetry retry = records.read(topic, record.value(), DeliveryRetry.class);
            if (isOfLetter(retry) && !erasures.isErased(retry.getConnection(), retry.getResource())) {
                news.retries().add(retry);
            }
        } else {
            DeadLetter letter = records.read(topic, record.value(), DeadLetter.class);
            if (!erasures.isErased(letter.getConnection(), letter.getResource())) {
                news.letters().add(new Placed<>(letter, record.partition(), record.offset()));
            }
        }
    }

    /** Of a replay only those that retry a dead letter have its id. */
    private static boolean isOfLetter(DeliveryRetry retry) {
        return retry.getReplay() == null || !retry.getId().startsWith(retry.getReplay());
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
