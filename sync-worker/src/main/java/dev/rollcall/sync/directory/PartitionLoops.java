package dev.rollcall.sync.directory;

import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.GroupReferences;
import dev.rollcall.schemas.directory.Headcounts;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.rebuild.Generations;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.ops.KafkaClients;
import dev.rollcall.sync.projection.LiveProjection;
import dev.rollcall.sync.projection.Replicas;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/** Makes the loop of a partition from the parts that all loops share. */
final class PartitionLoops implements AutoCloseable {

    private static final String TRANSACTIONAL_ID = "rollcall-directory-";

    private static final Logger log = LoggerFactory.getLogger(PartitionLoops.class);

    /** States that are read in one go where many are to be projected: few enough to be gone before they are old to the collector. */
    private static final int AT_ONCE = 500;

    private static final Duration SWEEP = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final KafkaOperations<String, byte[]> kafka;
    private final AvroRecords records;
    private final DirectoryCollections collections;
    private final Settings settings;
    private final DirectoryProperties properties;
    private final Clock clock;
    private final Replicas replicas;
    private final ScheduledThreadPoolExecutor timer;

    PartitionLoops(
            KafkaClients clients,
            KafkaOperations<String, byte[]> kafka,
            AvroRecords records,
            DirectoryCollections collections,
            Settings settings,
            Generations generations,
            Erasures erasures,
            DirectoryProperties properties,
            Clock clock) {
        this.clients = clients;
        this.kafka = kafka;
        this.records = records;
        this.collections = collections;
        this.settings = settings;
        this.properties = properties;
        this.replicas = new Replicas(
                clients.consumers(Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, AT_ONCE)),
                records,
                this::bury,
                collections,
                generations,
                erasures,
                properties.checkpointInterval(),
                clock);
        this.clock = clock;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("in-hand").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        var sweeper = new Sweeper(collections, generations);
        timer.scheduleWithFixedDelay(sweeper::trySweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    PartitionLoop of(TopicPartition requests, Step.Listener steps) {
        LiveProjection directory = replicas.of(requests.partition());
        var guard = new Guard(new Headcounts(collections), settings, clock);
        var deciding = new Deciding(records, directory, guard, clock, steps);
        var results = new Results(kafka, records, new GroupReferences(collections));
        return new PartitionLoop(
                requests,
                () -> new ChangeLog(requests, new KafkaProducer<>(producer(requests.partition())), records, steps),
                deciding,
                directory,
                new Resumption(requests, clients, records),
                results,
                new InHand(timer, results),
                clock,
                steps);
    }

    private void bury(ConsumerRecord<String, byte[]> record, String cause) {
        var letter = DeadLetters.unreadable(record, cause, clock.instant());
        kafka.send(Topics.DEAD_LETTERS, record.topic(), records.write(Topics.DEAD_LETTERS, letter))
                .join();
        log.atError()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .log("A state on the log can't be read; it is a dead letter and left out of the directory");
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
