package dev.rollcall.sync.replay;

import dev.rollcall.event.DeliveryRetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A worker's part of a replay: reads, and publishes in one transaction with how far it has read. Whoever dies, nothing is
 * published twice and nothing is left out. It stays in its group until the replay has ended, for its offsets would be
 * forgotten otherwise.
 */
final class ReplayRun implements ConsumerRebalanceListener {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration REST = Duration.ofMillis(20);

    private final Supplier<Replay> replay;
    private final Extract extract;
    private final Outstanding outstanding;
    private final Publication publication;
    private final Consumer<String, byte[]> consumer;
    private final Producer<String, byte[]> producer;
    private final Throttle throttle = new Throttle();
    private final Progress progress = new Progress();

    ReplayRun(
            Supplier<Replay> replay,
            Extract extract,
            Outstanding outstanding,
            Publication publication,
            Consumer<String, byte[]> consumer,
            Producer<String, byte[]> producer) {
        this.replay = replay;
        this.extract = extract;
        this.outstanding = outstanding;
        this.publication = publication;
        this.consumer = consumer;
        this.producer = producer;
    }

    /** Joins in; {@link #step} has to follow again and again. */
    void begin() {
        producer.initTransactions();
        consumer.subscribe(replay.get().topics(), this);
    }

    /** Goes on for a moment. */
    void step() {
        Replay now = replay.get();
        long room = now.isRunning() && hasWork(now) ? outstanding.room() : 0;
        if (room <= 0) {
            consumer.pause(consumer.assignment());
            consumer.poll(now.isRunning() && hasWork(now) ? REST : POLL);
            return;
        }
        Set<TopicPartition> due = due(now);
        consumer.pause(consumer.assignment());
        consumer.resume(due);
        int most = (int) Math.min(room, throttle.burst(share(now)));
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        var batch = new Batch(now, most);
        for (TopicPartition partition : records.partitions()) {
            batch.add(partition, records.records(partition));
        }
        due.retainAll(consumer.assignment());
        publish(batch, due);
    }

    private boolean hasWork(Replay now) {
        return consumer.assignment().isEmpty() || !due(now).isEmpty();
    }

    /** What is to be read now: one topic after the other. */
    private Set<TopicPartition> due(Replay now) {
        var due = new HashSet<TopicPartition>();
        for (TopicPartition partition : consumer.assignment()) {
            boolean isBehindAnother = consumer.assignment().stream()
                    .filter(other -> other.partition() == partition.partition())
                    .filter(other -> order(now, other) < order(now, partition))
                    .anyMatch(other -> !progress.isAt(other, now.to(other)));
            if (!isBehindAnother && !progress.isAt(partition, now.to(partition))) {
                due.add(partition);
            }
        }
        return due;
    }

    private static int order(Replay now, TopicPartition partition) {
        return now.topics().indexOf(partition.topic());
    }

    /** Of the rate, as much as of the partitions. */
    private int share(Replay now) {
        long all = now.setting().getRanges().stream()
                .filter(range -> now.topics().contains(range.getTopic()))
                .count();
        long rate = (long) now.setting().getRatePerSecond()
                * Math.max(1, consumer.assignment().size())
                / Math.max(1, all);
        return (int) Math.max(1, rate);
    }

    private void publish(Batch batch, Set<TopicPartition> due) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (TopicPartition partition : due) {
            long position = batch.next.getOrDefault(partition, consumer.position(partition));
            progress.advance(
                            partition, Math.min(position, Math.max(batch.now.to(partition), batch.now.from(partition))))
                    .ifPresent(offset -> offsets.put(partition, offset));
        }
        batch.cut.forEach(consumer::seek);
        if (offsets.isEmpty()) {
            return;
        }
        throttle.pass(batch.wishes.size());
        producer.beginTransaction();
        batch.wishes.forEach(producer::send);
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        progress.committed(offsets);
        outstanding.published(batch.wishes.size());
    }

    /** What comes of one poll. */
    private final class Batch {

        private final Replay now;
        private final int most;
        private final List<ProducerRecord<String, byte[]>> wishes = new ArrayList<>();
        private final Map<TopicPartition, Long> next = new HashMap<>();
        private final Map<TopicPartition, Long> cut = new HashMap<>();

        private Batch(Replay now, int most) {
            this.now = now;
            this.most = most;
        }

        private void add(TopicPartition partition, List<ConsumerRecord<String, byte[]>> records) {
            for (ConsumerRecord<String, byte[]> record : records) {
                if (record.offset() >= now.to(partition)) {
                    next.put(partition, now.to(partition));
                    return;
                }
                if (wishes.size() >= most) {
                    next.put(partition, record.offset());
                    cut.put(partition, record.offset());
                    return;
                }
                publication
                        .of(extract, record)
                        .ifPresentOrElse(
                                wanted -> add(partition, record, wanted),
                                () -> progress.unreadable(partition, record.offset()));
            }
        }

        private void add(TopicPartition partition, ConsumerRecord<String, byte[]> record, List<DeliveryRetry> wanted) {
            wanted.forEach(wish -> wishes.add(publication.record(wish, record)));
            progress.published(partition, wanted.size());
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // the poll that brings a partition may bring records of it, too, and their turn is later
        consumer.pause(partitions);
        Replay now = replay.get();
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(new HashSet<>(partitions));
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata last = committed.get(partition);
            progress.begin(partition, last);
            if (last == null) {
                consumer.seek(partition, now.from(partition));
            }
            if (!progress.isAt(partition, now.to(partition))
                    && partition.topic().equals(now.topics().getLast())) {
                extract.begin(partition.partition());
            }
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        progress.end(partitions);
        partitions.forEach(partition -> extract.end(partition.partition()));
    }
}
