package dev.rollcall.schemas.subscribe;

import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** One partition, from its assignment to its loss: a snapshot where one is due, then the changes. */
final class Feed {

    private static final long NOWHERE = -1;

    private final Share share;
    private final TopicPartition changes;
    private final Consumer<String, byte[]> consumer;
    private final Sources sources;
    private final AvroRecords records;
    private final IdentityListener listener;
    private final Retry retry;
    private final InstantSource clock;

    private Phase phase = new Phase.Due();
    private Instant waitsUntil = Instant.MIN;
    private int failures;
    private boolean told;
    private boolean stopped;
    private long kept;
    private long written = NOWHERE;

    private sealed interface Phase {

        /** A snapshot is to be begun. */
        record Due() implements Phase {}

        record Snapshotting(Snapshot snapshot) implements Phase {}

        /**
         * Changes are told.
         *
         * @param settled before this offset a crash leads back to a snapshot, so no position is written down
         */
        record Following(Follower follower, long settled) implements Phase {}
    }

    Feed(
            Share share,
            Consumer<String, byte[]> consumer,
            Sources sources,
            AvroRecords records,
            IdentityListener listener,
            Retry retry,
            InstantSource clock) {
        this.share = share;
        this.changes = new TopicPartition(Topics.CHANGES, share.partition());
        this.consumer = consumer;
        this.sources = sources;
        this.records = records;
        this.listener = listener;
        this.retry = retry;
        this.clock = clock;
    }

    /** Changes are told from this offset on. */
    void follow(long from, Progress progress) {
        phase = new Phase.Following(follower(Sequences.from(progress), new Contained()), 0);
        consumer.seek(changes, from);
        kept = from;
    }

    /** The newest states are told, and then the changes from there on. */
    void snapshot() {
        phase = new Phase.Due();
    }

    /** Whether it takes no changes now. */
    boolean isPaused() {
        return waits() || !(phase instanceof Phase.Following);
    }

    /** Whether there is something to read of a snapshot now. */
    boolean isSnapshotting() {
        return !waits() && !(phase instanceof Phase.Following);
    }

    private boolean waits() {
        return clock.instant().isBefore(waitsUntil);
    }

    boolean isStopped() {
        return stopped;
    }

    /** Whether something was told that isn't flushed. */
    boolean isTold() {
        return told;
    }

    /** Reads on in the snapshot. */
    void step() {
        try {
            switch (phase) {
                case Phase.Due _ -> begin();
                case Phase.Snapshotting(Snapshot snapshot) -> {
                    if (snapshot.step(sink())) {
                        end(snapshot);
                    }
                }
                case Phase.Following _ -> throw new IllegalStateException("There is no snapshot to read");
            }
            failures = 0;
        } catch (Exception e) {
            failed(kept, e);
        }
    }

    private void begin() throws Exception {
        Snapshot snapshot = new Snapshot(sources, share);
        on(new SnapshotEvent.SnapshotBegan(share));
        phase = new Phase.Snapshotting(snapshot);
    }

    private void end(Snapshot snapshot) throws Exception {
        Snapshot.Tail tail = snapshot.tail();
        on(new SnapshotEvent.SnapshotEnded(share));
        consumer.seek(changes, tail.from());
        kept = tail.from();
        phase = new Phase.Following(follower(tail.sequences(), tail.contained()), tail.settled());
    }

    private Follower follower(Sequences sequences, Contained contained) {
        return new Follower(records, listener, sequences, contained);
    }

    private void on(IdentityEvent event) throws Exception {
        told = true;
        listener.on(event);
    }

    private Snapshot.Sink sink() {
        return new Snapshot.Sink() {
            @Override
            public void on(SnapshotEvent event) throws Exception {
                Feed.this.on(event);
            }

            @Override
            public void unreadable(ConsumerRecord<?, ?> record, String reason) {
                Remedy remedy = listener.onTrouble(
                        new Trouble.Unreadable(record.topic(), record.partition(), record.offset(), reason));
                stopped |= remedy == Remedy.STOP;
            }
        };
    }

    /** Tells the changes; where one is left for later, so are those behind it. */
    void take(List<ConsumerRecord<String, byte[]>> taken) {
        for (ConsumerRecord<String, byte[]> record : taken) {
            if (stopped || !(phase instanceof Phase.Following following)) {
                return;
            }
            try {
                told = true;
                Remedy remedy = following.follower().follow(record);
                if (remedy != Remedy.GO_ON) {
                    consumer.seek(changes, record.offset());
                    heed(remedy);
                }
                failures = 0;
            } catch (Exception e) {
                consumer.seek(changes, record.offset());
                failed(record.offset(), e);
                return;
            }
        }
    }

    /** The changes that were to come next are no longer kept. */
    void lost(long position) {
        Remedy remedy = listener.onTrouble(new Trouble.PositionLost(Topics.CHANGES, share.partition(), position));
        if (remedy == Remedy.GO_ON) {
            consumer.seek(changes, sources.beginning(changes));
        }
        heed(remedy);
    }

    private void heed(Remedy remedy) {
        switch (remedy) {
            case GO_ON -> {}
            case SNAPSHOT -> snapshot();
            case STOP -> stopped = true;
        }
    }

    private void failed(long offset, Exception cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            stopped = true;
            return;
        }
        failures++;
        waitsUntil = clock.instant().plus(retry.after(failures));
        Remedy remedy =
                listener.onTrouble(new Trouble.Failed(Topics.CHANGES, share.partition(), offset, failures, cause));
        heed(remedy);
    }

    /** What was told couldn't be made durable: it comes again. */
    void notFlushed(Exception cause) {
        told = false;
        switch (phase) {
            case Phase.Following(Follower follower, long settled)
            when kept >= settled -> {
                follower.forget();
                consumer.seek(changes, kept);
            }
            case Phase.Following _, Phase.Snapshotting _, Phase.Due _ -> snapshot();
        }
        failed(kept, cause);
    }

    /**
     * What was told is durable.
     *
     * @return the position to write down, where there is a new one
     */
    OptionalLong flushed() {
        told = false;
        if (!(phase instanceof Phase.Following following)) {
            return OptionalLong.empty();
        }
        following.follower().keep();
        long position = consumer.position(changes);
        if (position < following.settled()) {
            return OptionalLong.empty();
        }
        kept = position;
        return position == written ? OptionalLong.empty() : OptionalLong.of(position);
    }

    /** Kafka has the position. */
    void written(long position) {
        written = position;
    }
}
