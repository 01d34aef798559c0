package dev.rollcall.ingest.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Reads a topic on one thread as a member of a group that divides the partitions, but goes on where {@link Checkpoints}
 * say and not where the group is: when these are lost with what was projected, it begins anew by itself. A batch that
 * fails is handed over again until it doesn't.
 */
public final class CheckpointedReader {

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ConsumerFactory<String, byte[]> consumers;
    private final String topic;
    private final Checkpoints checkpoints;
    private final Runnable prepare;
    private final Consumer<List<ConsumerRecord<String, byte[]>>> listener;
    /** Where this instance goes on, of the partitions that it read from in order. */
    private final Map<Integer, Long> positions = new ConcurrentHashMap<>();

    private @Nullable KafkaMessageListenerContainer<String, byte[]> container;

    /**
     * @param prepare makes what projecting needs, such as indexes; run whenever a partition is begun or goes on elsewhere
     * @param listener gets records of one partition, in order
     */
    public CheckpointedReader(
            KafkaClients clients,
            String group,
            String topic,
            Checkpoints checkpoints,
            Runnable prepare,
            Consumer<List<ConsumerRecord<String, byte[]>>> listener) {
        this.consumers = clients.consumers(group);
        this.topic = topic;
        this.checkpoints = checkpoints;
        this.prepare = prepare;
        this.listener = listener;
    }

    public synchronized void start() {
        var properties = new ContainerProperties(topic);
        // never acknowledged: whoever is given a partition begins with its oldest record, and is then sent to its
        // checkpoint
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setMessageListener((BatchConsumerAwareMessageListener<String, byte[]>)
                (batch, consumer) -> take(batch, Objects.requireNonNull(consumer)));
        var reading = new KafkaMessageListenerContainer<>(consumers, properties);
        reading.setBeanName(topic + "-checkpointed");
        reading.setCommonErrorHandler(
                new DefaultErrorHandler(new FixedBackOff(RETRY.toMillis(), FixedBackOff.UNLIMITED_ATTEMPTS)));
        positions.clear();
        reading.start();
        container = reading;
    }

    public synchronized void stop() {
        if (container != null) {
            container.stop();
            container = null;
        }
    }

    /** Begins anew where checkpoints were lost; without records to read nobody else would notice. Blocking. */
    public synchronized void mend() {
        List<Integer> projected = positions.entrySet().stream()
                .filter(position -> position.getValue() > 0)
                .map(Map.Entry::getKey)
                .toList();
        if (container != null && !checkpoints.hasAll(projected)) {
            stop();
            start();
        }
    }

    public synchronized boolean isRunning() {
        return container != null;
    }

    private void take(
            List<ConsumerRecord<String, byte[]>> batch, org.apache.kafka.clients.consumer.Consumer<?, ?> consumer) {
        batch.stream()
                .collect(Collectors.groupingBy(ConsumerRecord::partition))
                .forEach((partition, records) -> take(partition, records, consumer));
    }

    private void take(
            int partition,
            List<ConsumerRecord<String, byte[]>> records,
            org.apache.kafka.clients.consumer.Consumer<?, ?> consumer) {
        long next = checkpoints.next(partition);
        Long position = positions.get(partition);
        if (position == null || position != next || records.getFirst().offset() < next) {
            prepare.run();
            positions.put(partition, next);
            consumer.seek(new TopicPartition(topic, partition), next);
            return;
        }
        listener.accept(records);
        long after = records.getLast().offset() + 1;
        if (checkpoints.advance(partition, next, after)) {
            positions.put(partition, after);
        } else {
            // another instance goes on with it, or it was lost in between
            positions.remove(partition);
        }
    }
}
