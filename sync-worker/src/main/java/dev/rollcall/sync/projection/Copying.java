package dev.rollcall.sync.projection;

import dev.rollcall.schemas.rebuild.PartitionProgress.Stage;
import dev.rollcall.schemas.time.SteadyTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Copies the log into a replica: batches are written on a thread of its own while the next are read and decoded, for each
 * of the two takes about as long as it is waited for. A few wait for the writer, so that it has work while Kafka is asked
 * for more.
 */
final class Copying implements StateLog.Reader, AutoCloseable {

    private static final Duration TOLD = Duration.ofMillis(500);
    private static final int AHEAD = 3;

    private final Replica replica;
    private final @Nullable String incarnation;
    private final CatchUp catchUp;
    private final Progress progress;
    private final Pace pace;
    private final BooleanSupplier isStopped;
    private final ExecutorService writer;
    private final Map<String, Long> sequences = new HashMap<>();
    private Instant told = Instant.EPOCH;
    /** Ends with the last batch; where one fails those behind it aren't written. */
    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
    /** As far as each batch that isn't known to be written. */
    private final Deque<CompletableFuture<Void>> ahead = new ArrayDeque<>();

    Copying(
            Replica replica,
            @Nullable String incarnation,
            CatchUp catchUp,
            Progress progress,
            Pace pace,
            BooleanSupplier isStopped) {
        this.replica = replica;
        this.incarnation = incarnation;
        this.catchUp = catchUp;
        this.progress = progress;
        this.pace = pace;
        this.isStopped = isStopped;
        this.writer = Executors.newSingleThreadExecutor(Thread.ofPlatform()
                .name("fill-" + replica.generation() + "-" + replica.partition() + "-writer")
                .daemon()
                .factory());
    }

    @Override
    public void begins(Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends, int partitions) {
        progress.begins(beginnings, ends, partitions);
        progress.tell(Stage.COPYING);
    }

    @Override
    public void read(ConsumerRecords<String, byte[]> polled, Map<TopicPartition, Long> positions) {
        if (isStopped.getAsBoolean()) {
            throw new InterruptException("Stopped");
        }
        States states = catchUp.decode(polled);
        List<Projection.Bulk> bulks = replica.projection().prepared(states.writes());
        // while these wait and are written the next are decoded: what these were decoded to isn't kept as well
        States rest = states.withoutWrites();
        int records = polled.count();
        Map<TopicPartition, Long> reached = Map.copyOf(positions);
        boolean mayRunAhead = pace.mayRunAhead();
        if (mayRunAhead && ahead.size() == AHEAD) {
            Elsewhere.await(ahead.remove());
        }
        pace.await(records);
        writing = writing.thenRunAsync(() -> write(bulks, rest, records, reached), writer);
        if (mayRunAhead) {
            ahead.add(writing);
        } else {
            Elsewhere.await(writing);
            ahead.clear();
        }
    }

    private void write(List<Projection.Bulk> bulks, States rest, int records, Map<TopicPartition, Long> reached) {
        replica.projection().headcounts(rest.headcounts());
        bulks.forEach(replica.projection()::write);
        rest.raise(sequences);
        progress.read(records, reached, rest.unreadable());
        if (!isStopped.getAsBoolean() && told.plus(TOLD).isBefore(SteadyTime.CLOCK.instant())) {
            told = SteadyTime.CLOCK.instant();
            save(reached);
        }
    }

    /** Returns when all is written, and that down. */
    void end(Map<TopicPartition, Long> end) {
        Elsewhere.await(writing);
        save(end);
    }

    /** Numbers may be told already, for nobody relies on a replica that isn't whole. */
    private void save(Map<TopicPartition, Long> positions) {
        // what couldn't be read is told before it is behind: better twice than never
        progress.tell(Stage.COPYING);
        replica.checkpoints().note(sequences, List.of());
        sequences.clear();
        replica.checkpoints().write(new Checkpoint(positions, incarnation, false));
    }

    /** Returns when nothing is written any more. */
    @Override
    public void close() {
        writer.shutdownNow();
        writer.close();
    }
}
