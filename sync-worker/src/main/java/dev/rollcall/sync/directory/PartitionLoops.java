package dev.rollcall.sync.directory;

import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.GroupReferences;
import dev.rollcall.schemas.directory.Headcounts;
import dev.rollcall.schemas.directory.StateLoader;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.sync.ops.KafkaClients;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.KafkaOperations;

/** Makes the loop of a partition from the parts that all loops share. */
final class PartitionLoops implements AutoCloseable {

    private static final String TRANSACTIONAL_ID = "rollcall-directory-";

    private final KafkaClients clients;
    private final KafkaOperations<String, byte[]> kafka;
    private final AvroRecords records;
    private final DirectoryCollections collections;
    private final Settings settings;
    private final DirectoryProperties properties;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor timer;

    PartitionLoops(
            KafkaClients clients,
            KafkaOperations<String, byte[]> kafka,
            AvroRecords records,
            DirectoryCollections collections,
            Settings settings,
            DirectoryProperties properties,
            Clock clock) {
        this.clients = clients;
        this.kafka = kafka;
        this.records = records;
        this.collections = collections;
        this.settings = settings;
        this.properties = properties;
        this.clock = clock;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("in-hand").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    PartitionLoop of(TopicPartition requests, Step.Listener steps) {
        var projection = new Projection(collections, clock);
        var checkpoints = new Checkpoints(collections, projection, properties.checkpointInterval(), clock);
        var catchUp =
                new CatchUp(clients.consumers(Map.of()), records, kafka, collections, projection, checkpoints, clock);
        var guard = new Guard(new Headcounts(collections), settings, clock);
        var deciding = new Deciding(records, new StateLoader(collections), guard, clock, steps);
        var results = new Results(kafka, records, new GroupReferences(collections));
        return new PartitionLoop(
                requests,
                () -> new ChangeLog(requests, new KafkaProducer<>(producer(requests.partition())), records, steps),
                catchUp,
                deciding,
                projection,
                checkpoints,
                results,
                new InHand(timer, results),
                clock,
                steps);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private Map<String, Object> producer(int partition) {
        Map<String, Object> settings = clients.coPartitionedProducer();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID + partition);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int)
                properties.transactionTimeout().toMillis());
        // what a transaction writes goes out together when it is committed, not record by record before
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 100);
        // a new transaction often meets the markers of the one before: ask again soon
        settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
        settings.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 20);
        return settings;
    }
}
