package dev.rollcall.sync.gap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.kafka.core.KafkaOperations;

/** Publishes many records of which few are held at a time; used by one thread. */
final class Sending {

    private static final int AT_ONCE = 1_000;
    private static final long DURABLE_SECONDS = 30;

    private final KafkaOperations<String, byte[]> kafka;
    private final List<CompletableFuture<?>> pending = new ArrayList<>();
    private int count;

    Sending(KafkaOperations<String, byte[]> kafka) {
        this.kafka = kafka;
    }

    void send(ProducerRecord<String, byte[]> record) {
        pending.add(kafka.send(record));
        count++;
        if (pending.size() >= AT_ONCE) {
            await();
        }
    }

    /**
     * How many there were, all durable when it returns.
     *
     * @throws RuntimeException when one isn't
     */
    int await() {
        CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new))
                .orTimeout(DURABLE_SECONDS, TimeUnit.SECONDS)
                .join();
        pending.clear();
        return count;
    }
}
