package dev.rollcall.bench.target;

import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Counts the committed events of one connection, as any subscriber could. Used by one thread at a time. */
public final class EventCount implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final KafkaConsumer<String, byte[]> consumer;
    private final String connection;
    private Counts counted = Counts.NONE;

    private EventCount(String bootstrap, String connection, List<String> topics) {
        this.connection = connection;
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList());
    }

    /** Of {@code identity.changes}. */
    public static EventCount ofChanges(String bootstrap, String connection) {
        return new EventCount(bootstrap, connection, List.of(Topics.CHANGES));
    }

    /** Of {@code identity.changes} and {@code identity.memberships}. */
    public static EventCount ofMemberships(String bootstrap, String connection) {
        return new EventCount(bootstrap, connection, List.of(Topics.CHANGES, Topics.MEMBERSHIPS));
    }

    /** Counts from here on: what is there by now is not read. */
    public void mark() {
        counted = Counts.NONE;
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
    }

    /**
     * Events since the mark. Waits for as many as are expected and reads to the end, so that one too many is seen too.
     */
    public long sinceMark(long expected) {
        await(expected, PATIENCE);
        return toEnd().changes();
    }

    /** Reads until there are as many events as these, or patience is over. Returns when that was, in nanoseconds. */
    public long await(Counts expected, Duration patience) {
        return await(expected.total(), patience);
    }

    /** All events since the mark, up to the end. */
    public Counts toEnd() {
        while (!isAtEnd()) {
            read();
        }
        return counted;
    }

    private long await(long expected, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        while (counted.total() < expected && System.nanoTime() < until) {
            read();
        }
        return System.nanoTime();
    }

    private void read() {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            counted = counted.plus(of(record));
        }
    }

    private Counts of(ConsumerRecord<String, byte[]> record) {
        if (record.topic().equals(Topics.CHANGES)) {
            return Objects.equals(record.key(), connection) ? new Counts(1, 0, 0) : Counts.NONE;
        }
        if (!record.key().startsWith(connection + "/")) {
            return Counts.NONE;
        }
        return record.value() == null ? new Counts(0, 0, 1) : new Counts(0, 1, 0);
    }

    private boolean isAtEnd() {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
