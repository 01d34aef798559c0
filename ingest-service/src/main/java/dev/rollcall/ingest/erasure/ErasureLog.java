package dev.rollcall.ingest.erasure;

import dev.rollcall.event.Erasure;
import dev.rollcall.ingest.topic.DeadLetters;
import dev.rollcall.ingest.topic.KafkaClients;
import dev.rollcall.ingest.topic.RecordPublisher;
import dev.rollcall.ingest.topic.TopicReader;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps erasures on a compacted topic, and feeds {@link Erasures} from it: to its end before any projection starts, then
 * as it goes on.
 */
@Component
final class ErasureLog implements SmartLifecycle {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(10);

    private final AvroRecords records;
    private final RecordPublisher publisher;
    private final Erasures erasures;
    private final DeadLetters deadLetters;
    private final TopicReader reader;
    /** By key, what all records say together where the newest alone says less: the topic is compacted. */
    private final Map<String, Erasure> outdone = new ConcurrentHashMap<>();

    private volatile long applied = -1;

    ErasureLog(
            KafkaClients clients,
            AvroRecords records,
            RecordPublisher publisher,
            Erasures erasures,
            DeadLetters deadLetters) {
        this.records = records;
        this.publisher = publisher;
        this.erasures = erasures;
        this.deadLetters = deadLetters;
        this.reader = new TopicReader(clients, Topics.ERASURES, this::apply);
    }

    /**
     * Returns when it is durable and this instance's own view holds it. Blocking.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka is away
     */
    void put(Erasure erasure) {
        long offset = publisher
                .publish(Topics.ERASURES, Keys.resource(erasure.getConnection(), erasure.getUser()), erasure, List.of())
                .join()
                .offset();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (applied < offset) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("The erasure is written, but wasn't read in time.");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private void apply(List<ConsumerRecord<String, byte[]>> batch) {
        for (ConsumerRecord<String, byte[]> record : batch) {
            try {
                byte[] value = record.value();
                Erasure told = value == null ? null : records.read(Topics.ERASURES, value, Erasure.class);
                erasures.apply(record.key(), told);
                compare(record.key(), told);
            } catch (UnreadableRecordException e) {
                deadLetters.unreadable(record, e);
            }
            // the topic has one partition
            applied = record.offset();
        }
    }

    private void compare(String key, @Nullable Erasure told) {
        Optional<Erasure> all = told == null ? Optional.empty() : erasures.find(told.getConnection(), told.getUser());
        if (all.isEmpty() || all.get().equals(told)) {
            outdone.remove(key);
        } else {
            outdone.put(key, all.get());
        }
    }

    /**
     * Writes once more what another instance, that knew less, has written something lesser after: whoever starts later reads
     * the last record only. Blocking.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka is away
     */
    void mend() {
        List.copyOf(outdone.values()).forEach(this::put);
    }

    @Override
    public void start() {
        reader.startFromBeginning();
    }

    @Override
    public void stop() {
        reader.stop();
    }

    @Override
    public boolean isRunning() {
        return reader.isRunning();
    }

    /** Before all projections, and after they stopped. */
    @Override
    public int getPhase() {
        return 0;
    }
}
