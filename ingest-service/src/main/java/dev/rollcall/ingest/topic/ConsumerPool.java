package dev.rollcall.ingest.topic;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.util.unit.DataSize;

/** A few consumers of no group, kept for whoever reads next: making one takes longer than reading a record. Blocking. */
final class ConsumerPool implements AutoCloseable {

    private static final int MOST = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    /** What is looked up is there: a fetch that waited for more would hold up whatever is asked next. */
    private static final String FETCH_MILLIS = "1";

    private final ConsumerFactory<String, byte[]> consumers;
    private final Properties special = new Properties();
    private final Semaphore free = new Semaphore(MOST, true);
    private final ConcurrentLinkedDeque<Consumer<String, byte[]>> idle = new ConcurrentLinkedDeque<>();

    /** @param fetched what a consumer fetches of a partition at once */
    ConsumerPool(KafkaClients clients, DataSize fetched) {
        this.consumers = clients.consumers();
        this.special.setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Long.toString(fetched.toBytes()));
        this.special.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MILLIS);
    }

    /**
     * What some work with a consumer gives; whatever was assigned before is of no meaning.
     *
     * @throws org.apache.kafka.common.KafkaException what the work throws, or when none has become free in time
     */
    <T> T with(Function<Consumer<String, byte[]>, T> work) {
        acquire();
        Consumer<String, byte[]> consumer = null;
        boolean isDone = false;
        try {
            Consumer<String, byte[]> kept = idle.pollFirst();
            consumer = kept == null ? consumers.createConsumer(null, null, null, special) : kept;
            T result = work.apply(consumer);
            isDone = true;
            return result;
        } finally {
            if (isDone && consumer != null) {
                idle.addFirst(consumer);
            } else if (consumer != null) {
                // in what state it is nobody knows
                consumer.close(CloseOptions.timeout(CLOSE));
            }
            free.release();
        }
    }

    private void acquire() {
        try {
            if (!free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException("Too many read from topics at once.");
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        Consumer<String, byte[]> consumer = idle.pollFirst();
        while (consumer != null) {
            consumer.close(CloseOptions.timeout(CLOSE));
            consumer = idle.pollFirst();
        }
    }
}
