package dev.rollcall.ingest.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.support.TopicPartitionOffset;
import org.springframework.util.backoff.FixedBackOff;

/** Follows all partitions of a topic on one thread; a batch that fails is handed over again until it doesn't. */
public final class TopicReader {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ConsumerFactory<String, byte[]> consumers;
    private final String topic;
    private final Consumer<List<ConsumerRecord<String, byte[]>>> listener;
    private @Nullable KafkaMessageListenerContainer<String, byte[]> container;

    public TopicReader(KafkaClients clients, String topic, Consumer<List<ConsumerRecord<String, byte[]>>> listener) {
        this.consumers = clients.consumers();
        this.topic = topic;
        this.listener = listener;
    }

    /** Hands over all there is, then returns and follows. */
    public void startFromBeginning() {
        follow(position(true));
    }

    /** Follows from the end as it is now: whatever is written after this returned is handed over. */
    public void startFromEnd() {
        follow(position(false));
    }

    private TopicPartitionOffset[] position(boolean catchUp) {
        try (var consumer = consumers.createConsumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            if (catchUp) {
                consumer.seekToBeginning(partitions);
                while (partitions.stream()
                        .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                    consumer.poll(POLL).forEach(record -> listener.accept(List.of(record)));
                }
            } else {
                ends.forEach(consumer::seek);
            }
            return partitions.stream()
                    .map(partition ->
                            new TopicPartitionOffset(topic, partition.partition(), consumer.position(partition)))
                    .toArray(TopicPartitionOffset[]::new);
        }
    }

    private void follow(TopicPartitionOffset[] positions) {
        var properties = new ContainerProperties(positions);
        // never acknowledged: the position is this instance's own
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setMessageListener((BatchMessageListener<String, byte[]>) listener::accept);
        var following = new KafkaMessageListenerContainer<>(consumers, properties);
        following.setBeanName(topic);
        following.setCommonErrorHandler(
                new DefaultErrorHandler(new FixedBackOff(RETRY.toMillis(), FixedBackOff.UNLIMITED_ATTEMPTS)));
        following.start();
        container = following;
    }

    public void stop() {
        if (container != null) {
            container.stop();
            container = null;
        }
    }

    public boolean isRunning() {
        return container != null;
    }
}
