package dev.rollcall.ingest.topic;

import dev.rollcall.schemas.topic.ConnectionPartitioner;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.util.unit.DataSize;

/** Reads records again whose places on their topic are known, so that nobody else has to keep them. Blocking. */
public final class RecordReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Little, for what is looked up lies far apart. */
    private static final DataSize FETCHED = DataSize.ofKilobytes(64);

    private final ConsumerPool pool;

    public RecordReader(KafkaClients clients) {
        this.pool = new ConsumerPool(clients, FETCHED);
    }

    /** Where a record is on its topic. */
    public record Place(int partition, long offset) {}

    /**
     * The records by their places, but for those that the topic doesn't keep any more or that would take too long.
     *
     * @throws org.apache.kafka.common.KafkaException when the broker can't be asked
     */
    public Map<Place, ConsumerRecord<String, byte[]>> read(String topic, Collection<Place> places) {
        var found = new HashMap<Place, ConsumerRecord<String, byte[]>>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Map<Integer, TreeSet<Long>> wanted = places.stream()
                .collect(Collectors.groupingBy(
                        Place::partition, Collectors.mapping(Place::offset, Collectors.toCollection(TreeSet::new))));
        return pool.with(consumer -> {
            wanted.forEach((number, offsets) -> {
                var partition = new TopicPartition(topic, number);
                consumer.assign(List.of(partition));
                long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
                long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
                offsets.removeIf(offset -> offset < first || offset >= end);
                read(consumer, partition, offsets, deadline, found);
            });
            return found;
        });
    }

    /**
     * The connection's partition of a topic, and what can be read of it now.
     *
     * @param first the oldest offset that is kept
     * @param end behind the newest record
     */
    public record Extent(int partition, long first, long end) {}

    public Extent extent(String topic, String connection) {
        return pool.with(consumer -> extent(
                consumer,
                topic,
                ConnectionPartitioner.partitionOf(
                        connection, consumer.partitionsFor(topic).size())));
    }

    /** Of every partition of the topic. */
    public List<Extent> extents(String topic) {
        return pool.with(consumer -> consumer.partitionsFor(topic).stream()
                .map(partition -> extent(consumer, topic, partition.partition()))
                .toList());
    }

    private static Extent extent(Consumer<String, byte[]> consumer, String topic, int number) {
        var partition = new TopicPartition(topic, number);
        return new Extent(
                number,
                consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L),
                consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L));
    }

    /** Whether any record lies between an offset and the end; there may be nothing but marks of transactions. */
    public boolean isAnyFrom(String topic, Extent extent, long from) {
        return pool.with(consumer -> {
            var partition = new TopicPartition(topic, extent.partition());
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            consumer.assign(List.of(partition));
            consumer.seek(partition, Math.max(from, extent.first()));
            while (consumer.position(partition) < extent.end() && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    return record.offset() < extent.end();
                }
            }
            return consumer.position(partition) < extent.end();
        });
    }

    @Override
    public void close() {
        pool.close();
    }

    private static void read(
            Consumer<String, byte[]> consumer,
            TopicPartition partition,
            TreeSet<Long> offsets,
            long deadline,
            Map<Place, ConsumerRecord<String, byte[]>> found) {
        boolean isBehind = true;
        while (!offsets.isEmpty() && System.nanoTime() < deadline) {
            if (isBehind) {
                consumer.seek(partition, offsets.getFirst());
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (offsets.remove(record.offset())) {
                    found.put(new Place(record.partition(), record.offset()), record);
                }
                // what lies there no more is passed
                offsets.removeIf(offset -> offset <= record.offset());
            }
            isBehind = !offsets.isEmpty() && consumer.position(partition) < offsets.getFirst();
        }
    }
}
