package dev.rollcall.sync.projection;

import com.mongodb.MongoInterruptedException;
import dev.rollcall.schemas.rebuild.PartitionProgress.Stage;
import dev.rollcall.schemas.time.SteadyTime;
import dev.rollcall.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a replica from the log on a thread of its own, and compares it with the log where that is wanted. Begun after the
 * live projection writes to the replica, it needs to come only to where the log ended then; each write is guarded by its
 * sequence. It goes on where it was, in whichever instance, and begins anew where what it had filled is lost.
 */
final class Filling implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Filling.class);
    private static final Duration TOLD = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Replica replica;
    private final StateLog states;
    private final CatchUp catchUp;
    private final @Nullable Verification verification;
    private final Pace pace;
    private final Semaphore turns;
    private final Progress progress;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Checkpoint filled;
    private volatile boolean isStopped;

    /**
     * @param replica of its own, for it isn't shared between threads
     * @param verification null when nobody asked for it
     * @param turns how many may be under way at once
     */
    Filling(
            Replica replica,
            StateLog states,
            CatchUp catchUp,
            @Nullable Verification verification,
            Pace pace,
            Semaphore turns,
            Clock clock) {
        this.replica = replica;
        this.states = states;
        this.catchUp = catchUp;
        this.verification = verification;
        this.pace = pace;
        this.turns = turns;
        this.progress = new Progress(replica, clock);
        this.thread = Thread.ofPlatform()
                .name("fill-" + replica.generation() + "-" + replica.partition())
                .daemon()
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Where the live projection goes on; null as long as it isn't whole. */
    @Nullable
    Checkpoint filled() {
        return filled;
    }

    /** Waits until it has ended. */
    void await(Duration patience) {
        try {
            ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            turns.acquire();
            try {
                while (!isStopped && !attempt()) {
                    Thread.sleep(RETRY.toMillis());
                }
            } finally {
                turns.release();
            }
        } catch (InterruptedException | InterruptException | MongoInterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /** Whether it has come to an end. */
    private boolean attempt() {
        try {
            return fill();
        } catch (InterruptException | MongoInterruptedException e) {
            throw e;
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("partition", replica.partition())
                    .addKeyValue("generation", replica.generation())
                    .addKeyValue("cause", e.toString())
                    .log("A part of the directory can't be filled yet; trying again");
            return false;
        }
    }

    private boolean fill() {
        Checkpoint begun = begin();
        String incarnation = begun.incarnation();
        Map<TopicPartition, Long> positions = copy(begun);
        if (isStopped || incarnation == null) {
            return true;
        }
        Comparison comparison = Comparison.NONE;
        if (verification != null) {
            progress.tell(Stage.VERIFYING);
            comparison = verification.run(replica);
            if (!comparison.isEqual()) {
                progress.tell(Stage.DIFFERENT, comparison);
                log.atError()
                        .addKeyValue("partition", replica.partition())
                        .addKeyValue("generation", replica.generation())
                        .addKeyValue("differences", comparison.differences().size())
                        .log("A rebuilt part of the directory differs from the log");
                return true;
            }
        }
        if (!replica.marks().complete(replica.partition(), incarnation)) {
            throw new IllegalStateException("What was filled was lost meanwhile");
        }
        var whole = new Checkpoint(positions, incarnation, true);
        replica.checkpoints().write(whole);
        if (verification == null) {
            progress.forget();
        } else {
            progress.tell(Stage.EQUAL, comparison);
        }
        log.atInfo()
                .addKeyValue("partition", replica.partition())
                .addKeyValue("generation", replica.generation())
                .log("A part of the directory is filled");
        filled = whole;
        return true;
    }

    private Checkpoint begin() {
        replica.collections().createIndexes();
        Checkpoint checkpoint = replica.checkpoints().read();
        if (replica.marks().areBegun(replica.partition(), checkpoint.incarnation())) {
            return checkpoint;
        }
        var anew = new Checkpoint(Map.of(), UUID.randomUUID().toString(), false);
        replica.marks().begin(replica.partition(), states.partitions(), String.valueOf(anew.incarnation()));
        progress.forget();
        replica.checkpoints().adopt(Map.of());
        replica.checkpoints().write(anew);
        return anew;
    }

    private Map<TopicPartition, Long> copy(Checkpoint from) {
        var sequences = new HashMap<String, Long>();
        Map<TopicPartition, Long> end =
                states.read(replica.partition(), Topics.STATES, from.offsets(), new StateLog.Reader() {
                    private Instant told = Instant.EPOCH;

                    @Override
                    public void begins(
                            Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends, int partitions) {
                        progress.begins(beginnings, ends, partitions);
                        progress.tell(Stage.COPYING);
                    }

                    @Override
                    public void read(ConsumerRecords<String, byte[]> polled, Map<TopicPartition, Long> positions) {
                        if (isStopped) {
                            throw new InterruptException("Stopped");
                        }
                        progress.read(polled.count(), positions, catchUp.project(polled, replica, sequences));
                        if (told.plus(TOLD).isBefore(SteadyTime.CLOCK.instant())) {
                            told = SteadyTime.CLOCK.instant();
                            save(new Checkpoint(positions, from.incarnation(), false), sequences);
                            progress.tell(Stage.COPYING);
                        }
                        pace.await(polled.count());
                    }
                });
        save(new Checkpoint(end, from.incarnation(), false), sequences);
        return end;
    }

    /** Numbers may be told already, for nobody relies on a replica that isn't whole. */
    private void save(Checkpoint checkpoint, Map<String, Long> sequences) {
        replica.checkpoints().note(sequences, List.of());
        sequences.clear();
        replica.checkpoints().write(checkpoint);
    }

    @Override
    public void close() {
        isStopped = true;
        thread.interrupt();
        await(STOP);
    }
}
