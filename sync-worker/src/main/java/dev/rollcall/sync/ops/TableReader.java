package dev.rollcall.sync.ops;

import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.support.TopicPartitionOffset;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Feeds a view from a compacted topic: reads it to its end before anything else starts, then follows it. It belongs to no
 * consumer group, for every instance sees every record.
 */
final class TableReader implements SmartLifecycle {

    /** Whoever needs the view starts in a later phase. */
    private static final int PHASE = -1_000;

    private static final Logger log = LoggerFactory.getLogger(TableReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ConsumerFactory<String, byte[]> consumers;
    private final String topic;
    private final View view;
    private @Nullable KafkaMessageListenerContainer<String, byte[]> container;

    TableReader(KafkaClients clients, String topic, View view) {
        this.consumers = clients.consumers(Map.of());
        this.topic = topic;
        this.view = view;
    }

    /** What is fed; on one thread at a time. */
    interface View {

        /** Takes a record; null removes what is there. */
        void apply(String key, byte @Nullable [] value) throws UnreadableRecordException;
    }

    @Override
    public void start() {
        var properties = new ContainerProperties(catchUp());
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setMessageListener((MessageListener<String, byte[]>) this::apply);
        var following = new KafkaMessageListenerContainer<>(consumers, properties);
        following.setBeanName(topic);
        // while the registry is away a record waits; it is never passed over
        following.setCommonErrorHandler(
                new DefaultErrorHandler(new FixedBackOff(RETRY.toMillis(), FixedBackOff.UNLIMITED_ATTEMPTS)));
        following.start();
        container = following;
    }

    /** Reads what is there, and returns where to go on. */
    private TopicPartitionOffset[] catchUp() {
        try (Consumer<String, byte[]> consumer = consumers.createConsumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(POLL).forEach(this::apply);
            }
            log.atInfo().addKeyValue("topic", topic).log("Read to its end");
            return partitions.stream()
                    .map(partition -> new TopicPartitionOffset(
                            partition.topic(), partition.partition(), consumer.position(partition)))
                    .toArray(TopicPartitionOffset[]::new);
        }
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        try {
            view.apply(record.key(), record.value());
        } catch (UnreadableRecordException e) {
            log.atError()
                    .addKeyValue("topic", topic)
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .setCause(e)
                    .log("A record can't be read and is left out; whoever wrote it has to do so anew");
        }
    }

    @Override
    public void stop() {
        if (container != null) {
            container.stop();
            container = null;
        }
    }

    @Override
    public boolean isRunning() {
        return container != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
