package dev.rollcall.ingest.setting;

import dev.rollcall.event.Setting;
import dev.rollcall.ingest.topic.DeadLetters;
import dev.rollcall.ingest.topic.KafkaClients;
import dev.rollcall.ingest.topic.TopicReader;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Feeds {@link Settings} from its topic: to its end before anything is served, then as it goes on. */
@Component
final class SettingsReader implements SmartLifecycle {

    private final AvroRecords records;
    private final Settings settings;
    private final DeadLetters deadLetters;
    private final TopicReader reader;
    private final Map<TopicPartition, Long> applied = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Map<Long, CompletableFuture<Void>>> awaited = new ConcurrentHashMap<>();

    SettingsReader(KafkaClients clients, AvroRecords records, Settings settings, DeadLetters deadLetters) {
        this.records = records;
        this.settings = settings;
        this.deadLetters = deadLetters;
        this.reader = new TopicReader(clients, Topics.SETTINGS, this::apply);
    }

    /** Done when the view holds the record with that metadata. */
    CompletableFuture<Void> seen(RecordMetadata metadata) {
        var partition = new TopicPartition(metadata.topic(), metadata.partition());
        var seen = new CompletableFuture<Void>();
        var waiting = awaited.computeIfAbsent(partition, _ -> new ConcurrentHashMap<>());
        waiting.put(metadata.offset(), seen);
        if (applied.getOrDefault(partition, -1L) >= metadata.offset()) {
            seen.complete(null);
        }
        return seen.whenComplete((_, _) -> waiting.remove(metadata.offset()));
    }

    private void apply(List<ConsumerRecord<String, byte[]>> batch) {
        batch.forEach(this::apply);
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        try {
            byte[] value = record.value();
            settings.apply(record.key(), value == null ? null : records.read(Topics.SETTINGS, value, Setting.class));
        } catch (UnreadableRecordException e) {
            deadLetters.unreadable(record, e);
        }
        var partition = new TopicPartition(record.topic(), record.partition());
        applied.put(partition, record.offset());
        var waiting = awaited.getOrDefault(partition, Map.of()).get(record.offset());
        if (waiting != null) {
            waiting.complete(null);
        }
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

    /** Before the web server starts and after it stopped. */
    @Override
    public int getPhase() {
        return 0;
    }
}
