package dev.rollcall.schemas.subscribe;

import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of a subscriber: it polls, tells, flushes, and then writes down the positions. */
final class SubscriberLoop {

    private static final Logger log = LoggerFactory.getLogger(SubscriberLoop.class);
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Consumer<String, byte[]> consumer;
    private final Sources sources;
    private final AvroRecords records;
    private final IdentityListener listener;
    private final Start start;
    private final Progress progress;
    private final Retry retry;
    private final InstantSource clock;

    private final Map<TopicPartition, Feed> feeds = new HashMap<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private int failures;

    SubscriberLoop(
            Consumer<String, byte[]> consumer,
            Sources sources,
            AvroRecords records,
            IdentityListener listener,
            Start start,
            Progress progress,
            Retry retry,
            InstantSource clock) {
        this.consumer = consumer;
        this.sources = sources;
        this.records = records;
        this.listener = listener;
        this.start = start;
        this.progress = progress;
        this.retry = retry;
        this.clock = clock;
    }

    /** Until {@link #stop}, or the listener says so. */
    void run() {
        try (consumer;
                sources;
                records) {
            consumer.subscribe(List.of(Topics.CHANGES), new Assignment());
            while (!isStopped()) {
                turn();
            }
            flush();
        } catch (InterruptException _) {
            // the thread is to end
        } catch (WakeupException _) {
            // what wasn't written down comes again
        }
    }

    void stop() {
        stop.countDown();
        consumer.wakeup();
    }

    private boolean isStopped() {
        return stop.getCount() == 0 || feeds.values().stream().anyMatch(Feed::isStopped);
    }

    private void turn() {
        try {
            poll();
            feeds.values().stream().filter(Feed::isSnapshotting).findFirst().ifPresent(Feed::step);
            flush();
            failures = 0;
        } catch (WakeupException _) {
            // stopped
        } catch (InterruptException e) {
            throw e;
        } catch (OffsetOutOfRangeException e) {
            e.offsetOutOfRangePartitions()
                    .forEach((partition, position) -> feed(partition).lost(position));
        } catch (KafkaException e) {
            failures++;
            Remedy remedy = listener.onTrouble(new Trouble.Failed(Topics.CHANGES, -1, -1, failures, e));
            if (remedy == Remedy.STOP) {
                stop.countDown();
            }
            pause(retry.after(failures));
        }
    }

    private void poll() {
        consumer.assignment().forEach(partition -> {
            if (feed(partition).isPaused()) {
                consumer.pause(Set.of(partition));
            } else {
                consumer.resume(Set.of(partition));
            }
        });
        boolean reading = feeds.values().stream().anyMatch(Feed::isSnapshotting);
        var polled = consumer.poll(reading ? Duration.ZERO : PATIENCE);
        polled.partitions().forEach(partition -> feed(partition).take(polled.records(partition)));
    }

    private void flush() {
        if (feeds.values().stream().anyMatch(Feed::isTold)) {
            try {
                listener.flush();
            } catch (Exception e) {
                feeds.values().stream().filter(Feed::isTold).forEach(feed -> feed.notFlushed(e));
                return;
            }
        }
        var positions = new HashMap<TopicPartition, OffsetAndMetadata>();
        feeds.forEach((partition, feed) ->
                feed.flushed().ifPresent(position -> positions.put(partition, new OffsetAndMetadata(position))));
        if (!positions.isEmpty()) {
            try {
                consumer.commitSync(positions);
                positions.forEach((partition, position) -> feed(partition).written(position.offset()));
            } catch (CommitFailedException | RebalanceInProgressException e) {
                log.atDebug().setCause(e).log("Positions are written down next time, or by who has the partitions now");
            }
        }
    }

    private void pause(Duration duration) {
        try {
            var _ = stop.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** One for each partition that was assigned, also where that failed half-way. */
    private Feed feed(TopicPartition partition) {
        Feed known = feeds.get(partition);
        if (known == null) {
            known = begin(partition);
            feeds.put(partition, known);
        }
        return known;
    }

    private Feed begin(TopicPartition partition) {
        var share = new Share(
                partition.partition(), consumer.partitionsFor(Topics.CHANGES).size());
        var feed = new Feed(share, consumer, sources, records, listener, retry, clock);
        OffsetAndMetadata position = consumer.committed(Set.of(partition)).get(partition);
        if (position != null && start != Start.SNAPSHOT_EACH_TIME) {
            feed.follow(position.offset(), progress);
            return feed;
        }
        switch (start) {
            case SNAPSHOT, SNAPSHOT_EACH_TIME -> {
                // the snapshot tells where the changes go on
                consumer.seek(partition, 0);
                consumer.pause(Set.of(partition));
            }
            case OLDEST_CHANGE -> feed.follow(sources.beginning(partition), progress);
            case NEWEST_CHANGE -> feed.follow(sources.committedEnd(partition), progress);
        }
        return feed;
    }

    /** Everything that was told is flushed before each poll, so a partition can be given away at once. */
    private final class Assignment implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> {
                Feed feed = feed(partition);
                log.atInfo()
                        .addKeyValue("partition", partition.partition())
                        .addKeyValue("snapshot", feed.isSnapshotting())
                        .log("Changes are followed");
            });
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(feeds::remove);
        }
    }
}
