package dev.rollcall.ingest.topic;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Reads topics on one thread as a member of a group, from its first record on: each record goes to one of the members,
 * and a batch that fails is handed over again until it doesn't.
 */
public final class GroupReader {

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ConsumerFactory<String, byte[]> consumers;
    private final String[] topics;
    private final Consumer<List<ConsumerRecord<String, byte[]>>> listener;
    private @Nullable KafkaMessageListenerContainer<String, byte[]> container;

    public GroupReader(
            KafkaClients clients, String group, String topic, Consumer<List<ConsumerRecord<String, byte[]>>> listener) {
        this(clients, group, List.of(topic), listener);
    }

    public GroupReader(
            KafkaClients clients,
            String group,
            List<String> topics,
            Consumer<List<ConsumerRecord<String, byte[]>>> listener) {
        this.consumers = clients.consumers(group);
        this.topics = topics.toArray(String[]::new);
        this.listener = listener;
    }

    public void start() {
        var properties = new ContainerProperties(topics);
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        properties.setMessageListener((BatchMessageListener<String, byte[]>) listener::accept);
        var reading = new KafkaMessageListenerContainer<>(consumers, properties);
        reading.setBeanName(String.join("+", topics));
        reading.setCommonErrorHandler(
                new DefaultErrorHandler(new FixedBackOff(RETRY.toMillis(), FixedBackOff.UNLIMITED_ATTEMPTS)));
        reading.start();
        container = reading;
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
