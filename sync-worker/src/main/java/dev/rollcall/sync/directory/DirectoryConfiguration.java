package dev.rollcall.sync.directory;

import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.rebuild.Generations;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.ops.ConditionalOnRole;
import dev.rollcall.sync.ops.KafkaClients;
import dev.rollcall.sync.ops.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/** One consumer group decides all requests; each partition of theirs has one loop in one instance. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.DIRECTORY)
class DirectoryConfiguration {

    static final String GROUP = "rollcall-directory";

    private static final Duration RETRY = Duration.ofMillis(200);
    private static final Duration MAX_RETRY = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(1);

    @Bean
    DirectoryCollections directoryCollections(MongoDatabaseFactory mongo, Generations generations) {
        return new DirectoryCollections(mongo.getMongoDatabase(), generations::read);
    }

    @Bean
    PartitionLoops partitionLoops(
            KafkaClients clients,
            KafkaOperations<String, byte[]> kafka,
            AvroRecords records,
            DirectoryCollections collections,
            Settings settings,
            Generations generations,
            Erasures erasures,
            DirectoryProperties properties,
            Clock clock) {
        return new PartitionLoops(
                clients, kafka, records, collections, settings, generations, erasures, properties, clock);
    }

    @Bean
    RequestListener requestListener(PartitionLoops loops, MeterRegistry meters) {
        return new RequestListener(partition -> loops.of(partition, new StepTimes(meters)));
    }

    @Bean
    ConcurrentMessageListenerContainer<String, byte[]> requestContainer(
            KafkaClients clients, RequestListener listener, DirectoryProperties properties) {
        var container = new ContainerProperties(Topics.REQUESTS);
        container.setGroupId(GROUP);
        container.setMessageListener(listener);
        container.setConsumerRebalanceListener(listener);
        // offsets are committed by the loops, in their transactions
        container.setAckMode(ContainerProperties.AckMode.MANUAL);
        container.setSubBatchPerPartition(true);
        // of which the listener hears as of an event of the application
        container.setIdleEventInterval(IDLE.toMillis());
        container.setPollTimeout(IDLE.toMillis());
        var consumers = new ConcurrentMessageListenerContainer<>(consumers(clients, properties), container);
        consumers.setBeanName("directory");
        consumers.setConcurrency(properties.threads());
        consumers.setCommonErrorHandler(forever());
        return consumers;
    }

    private static ConsumerFactory<String, byte[]> consumers(KafkaClients clients, DirectoryProperties properties) {
        Map<String, Object> settings = clients.consumer();
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, properties.batch());
        // a killed worker's partitions move on soon
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
        return new DefaultKafkaConsumerFactory<>(settings) {
            @Override
            protected Consumer<String, byte[]> createRawConsumer(Map<String, Object> settings) {
                return Gathering.consumer(settings);
            }
        };
    }

    /** A batch is tried until it works: what it can fail on is Kafka, MongoDB or the registry being away. */
    private static DefaultErrorHandler forever() {
        var backOff = new ExponentialBackOff(RETRY.toMillis(), 2);
        backOff.setMaxInterval(MAX_RETRY.toMillis());
        var handler = new DefaultErrorHandler(backOff);
        handler.setAckAfterHandle(false);
        return handler;
    }
}
