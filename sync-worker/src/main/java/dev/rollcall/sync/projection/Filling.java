package dev.rollcall.sync.projection;

import com.mongodb.MongoInterruptedException;
import dev.rollcall.schemas.rebuild.PartitionProgress.Stage;
import dev.rollcall.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Replica replica;
    private final StateLog states;
    private final CatchUp catchUp;
    private final @Nullable Verification verification;
    private final Pace pace;
    private final Traffic traffic;
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
            Traffic traffic,
            Semaphore turns,
            Clock clock) {
        this.replica = replica;
        this.states = states;
        this.catchUp = catchUp;
        this.verification = verification;
        this.pace = pace;
        this.traffic = traffic;
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
            traffic.begin();
            try {
                while (!isStopped && !attempt()) {
                    Thread.sleep(RETRY.toMillis());
                }
            } finally {
                traffic.end();
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
        } catch (RuntimeException | Error e) {
            // an error may be of one moment, and nobody else would notice that it goes on no more
            log.atWarn()
                    .addKeyValue("partition", replica.partition())
                    .addKeyValue("generation", replica.generation())
                    .addKeyValue("cause", Failures.tell(e))
                    .log("A part of the directory can't be filled yet; trying again");
            tell(e);
            return false;
        }
    }

    private void tell(Throwable failure) {
        try {
            progress.fail(failure);
        } catch (MongoInterruptedException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // as a rule MongoDB isn't there, which whoever asks how far it is learns anyway
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
            comparison = verification.run(replica, pace);
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
            throw new LostMeanwhileException();
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
        try (var copying = new Copying(replica, from.incarnation(), catchUp, progress, pace, () -> isStopped)) {
            Map<TopicPartition, Long> end = states.read(replica.partition(), Topics.STATES, from.offsets(), copying);
            copying.end(end);
            return end;
        }
    }

    @Override
    public void close() {
        isStopped = true;
        thread.interrupt();
        await(STOP);
    }
}
