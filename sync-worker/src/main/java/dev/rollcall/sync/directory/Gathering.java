package dev.rollcall.sync.directory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a few more records under load, for a transaction costs nearly the same for one as for many. Kafka's own poll
 * asks the broker for more before it returns, and is answered as soon as one record is there; so the next poll returns
 * that one alone, however many came meanwhile. A record that comes alone is never held up. Single-threaded.
 */
final class Gathering {

    /** In which records come that are on their way. */
    private static final Duration GATHER = Duration.ofMillis(2);

    /** Enough for the broker to answer with what it has. */
    private static final Duration ANSWER = Duration.ofMillis(1);

    private final Function<Duration, ConsumerRecords<String, byte[]>> consumer;
    private boolean crowded;
    private @Nullable RuntimeException failure;

    /** @param consumer Kafka's poll */
    Gathering(Function<Duration, ConsumerRecords<String, byte[]>> consumer) {
        this.consumer = consumer;
    }

    /** A consumer that polls so. */
    static KafkaConsumer<String, byte[]> consumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings) {
            private final Gathering gathering = new Gathering(super::poll);

            @Override
            public ConsumerRecords<String, byte[]> poll(Duration timeout) {
                return gathering.poll(timeout);
            }
        };
    }

    /** As of Kafka's consumer. */
    ConsumerRecords<String, byte[]> poll(Duration timeout) {
        RuntimeException since = failure;
        if (since != null) {
            failure = null;
            throw since;
        }
        ConsumerRecords<String, byte[]> first = consumer.apply(timeout);
        if (first.isEmpty() || !crowded && first.count() == 1) {
            crowded = false;
            return first;
        }
        LockSupport.parkNanos(GATHER.toNanos());
        // the first of these returns what was asked for before the wait, the second what came since
        ConsumerRecords<String, byte[]> all = join(join(first, more(Duration.ZERO)), more(ANSWER));
        crowded = all.count() > 1;
        return all;
    }

    /** What was polled before must be handed over, so a failure or a wake-up is told by the next poll. */
    private ConsumerRecords<String, byte[]> more(Duration timeout) {
        if (failure != null) {
            return ConsumerRecords.empty();
        }
        try {
            return consumer.apply(timeout);
        } catch (RuntimeException e) {
            failure = e;
            return ConsumerRecords.empty();
        }
    }

    /** Each partition's records in order and once, even if it was taken away and given back in between. */
    private static ConsumerRecords<String, byte[]> join(
            ConsumerRecords<String, byte[]> first, ConsumerRecords<String, byte[]> second) {
        if (second.isEmpty()) {
            return first;
        }
        Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> records = new HashMap<>();
        first.partitions().forEach(partition -> records.put(partition, new ArrayList<>(first.records(partition))));
        for (ConsumerRecord<String, byte[]> record : second) {
            var before = records.computeIfAbsent(
                    new TopicPartition(record.topic(), record.partition()), _ -> new ArrayList<>());
            if (before.isEmpty() || before.getLast().offset() < record.offset()) {
                before.add(record);
            }
        }
        var next = new HashMap<>(first.nextOffsets());
        next.putAll(second.nextOffsets());
        return new ConsumerRecords<>(records, next);
    }
}
