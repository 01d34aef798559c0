package dev.rollcall.sync.drift;

import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets Kafka decide which worker reconciles which apps: each app belongs to a partition, and to the worker that has it in
 * a group which reads nothing.
 */
final class Shards implements AutoCloseable {

    static final String GROUP = "rollcall-drift";

    private static final Logger log = LoggerFactory.getLogger(Shards.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Runnable onChange;
    private final Thread thread;
    private volatile Set<Integer> mine = Set.of();
    private volatile int partitions;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Consumer<String, byte[]> current;

    /** @param onChange is called when other apps belong to this worker; the lost ones are another's when it returns */
    Shards(Supplier<Consumer<String, byte[]>> consumers, Runnable onChange) {
        this.consumers = consumers;
        this.onChange = onChange;
        this.thread = Thread.ofVirtual().name("drift-shards").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Whether this worker reconciles the app. */
    boolean has(String app) {
        int count = partitions;
        return count > 0 && mine.contains(ConnectionPartitioner.partitionOf(app, count));
    }

    private void run() {
        while (!isStopping()) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                current = consumer;
                partitions = consumer.partitionsFor(Topics.RETRIES).size();
                consumer.subscribe(List.of(Topics.RETRIES), new Assignment(consumer));
                while (!isStopping()) {
                    consumer.poll(POLL);
                }
            } catch (WakeupException e) {
                log.atTrace().log("Woken up to stop");
            } catch (KafkaException e) {
                log.atWarn().setCause(e).log("Kafka can't be reached to share out what is to be reconciled");
                pause();
            } finally {
                current = null;
                change(Set.of());
            }
        }
    }

    private void change(Set<Integer> next) {
        mine = Set.copyOf(next);
        onChange.run();
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void pause() {
        try {
            stopping.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }

    private final class Assignment implements ConsumerRebalanceListener {

        private final Consumer<String, byte[]> consumer;

        Assignment(Consumer<String, byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            consumer.pause(assigned);
            Set<Integer> next = new HashSet<>(mine);
            next.addAll(numbers(assigned));
            change(next);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            Set<Integer> next = new HashSet<>(mine);
            next.removeAll(numbers(revoked));
            change(next);
        }

        private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
            return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
        }
    }

    /** Returns when nothing belongs to this worker any more. */
    @Override
    public void close() {
        stopping.countDown();
        Consumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
