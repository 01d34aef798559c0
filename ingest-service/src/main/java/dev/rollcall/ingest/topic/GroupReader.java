package dev.rollcall.ingest.topic;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Projects topics on one thread as a member of a group, from their first record on: each record goes to one of the members,
 * and a batch that fails is handed over again until it doesn't. What was projected and is lost is handed over again, too.
 */
public final class GroupReader {

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(2);

    private final ConsumerFactory<String, byte[]> consumers;
    private final String[] topics;
    private final ProjectionListener listener;
    private @Nullable KafkaMessageListenerContainer<String, byte[]> container;

    public GroupReader(
            KafkaClients clients,
            String group,
            String topic,
            Positions positions,
            Runnable prepare,
            Consumer<List<ConsumerRecord<String, byte[]>>> listener) {
        this(clients, group, List.of(topic), positions, prepare, listener);
    }

    public GroupReader(
            KafkaClients clients,
            String group,
            List<String> topics,
            Positions positions,
            Runnable prepare,
            Consumer<List<ConsumerRecord<String, byte[]>>> listener) {
        this.consumers = clients.consumers(group);
        this.topics = topics.toArray(String[]::new);
        this.listener = new ProjectionListener(positions, prepare, listener);
    }

    public void start() {
        var properties = new ContainerProperties(topics);
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        properties.setMessageListener(listener);
        properties.setIdleEventInterval(IDLE.toMillis());
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
