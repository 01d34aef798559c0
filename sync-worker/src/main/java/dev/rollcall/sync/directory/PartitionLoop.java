package dev.rollcall.sync.directory;

import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.schemas.time.SteadyTime;
import dev.rollcall.sync.projection.LiveProjection;
import dev.rollcall.sync.projection.NotReadyException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The exactly-once loop of one partition: decide → commit changes, states and offsets in one transaction → project →
 * answer. Whenever a step fails, the loop is opened anew: it fences off any other writer, brings MongoDB
 * to where the log is, and asks Kafka where to go on. That is also how it starts, so every start is a recovery. Single-threaded.
 */
final class PartitionLoop implements AutoCloseable {

    private static final Duration TENDING = Duration.ofMillis(500);

    private final TopicPartition requests;
    private final Supplier<ChangeLog> logs;
    private final Deciding deciding;
    private final LiveProjection directory;
    private final Resumption resumption;
    private final Results results;
    private final InHand inHand;
    private final Clock clock;
    private final Step.Listener steps;

    private volatile @Nullable ChangeLog log;
    private long next;
    private Instant tended = Instant.EPOCH;

    private List<ProvisioningResult> owed = List.of();

    PartitionLoop(
            TopicPartition requests,
            Supplier<ChangeLog> logs,
            Deciding deciding,
            LiveProjection directory,
            Resumption resumption,
            Results results,
            InHand inHand,
            Clock clock,
            Step.Listener steps) {
        this.requests = requests;
        this.logs = logs;
        this.deciding = deciding;
        this.directory = directory;
        this.resumption = resumption;
        this.results = results;
        this.inHand = inHand;
        this.clock = clock;
        this.steps = steps;
    }

    /** Takes the partition over, unless this loop has it already. */
    void open(Consumer<?, ?> consumer) {
        if (log == null) {
            ChangeLog opened = logs.get();
            try {
                directory.open();
                next = resumption.next(consumer);
                answer();
            } catch (NotReadyException e) {
                // what is being filled goes on
                opened.close();
                throw e;
            } catch (RuntimeException e) {
                opened.close();
                directory.close();
                throw e;
            }
            log = opened;
        }
    }

    /** @param polled of this partition, in order; those that turn out to be committed already are passed over */
    void run(List<ConsumerRecord<String, byte[]>> polled, Consumer<?, ?> consumer) {
        open(consumer);
        List<ConsumerRecord<String, byte[]>> fresh =
                polled.stream().filter(record -> record.offset() >= next).toList();
        if (fresh.isEmpty()) {
            return;
        }
        try (var _ = inHand.tell(fresh)) {
            directory.follow();
            Batch batch = deciding.decide(fresh);
            Map<TopicPartition, Long> written = opened().commit(batch, consumer.groupMetadata(), clock.instant());
            next = batch.nextOffset();
            owed = new ArrayList<>(batch.results());
            Guard.tell(batch);
            directory.write(batch.writes(), batch.headcounts(), written, batch.sequences());
            steps.reached(Step.PROJECTED);
            answer();
            steps.reached(Step.ANSWERED);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Whether it was tended last some time ago, or never. */
    boolean wantsTending() {
        return !tended.plus(TENDING).isAfter(SteadyTime.CLOCK.instant());
    }

    /** Looks after the directory while there is nothing to decide; opens the loop if it isn't. */
    void tend(Consumer<?, ?> consumer) {
        tended = SteadyTime.CLOCK.instant();
        open(consumer);
        try {
            directory.tend();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void answer() {
        results.publish(owed);
        owed = List.of();
    }

    private ChangeLog opened() {
        ChangeLog opened = log;
        if (opened == null) {
            throw new IllegalStateException("The loop of " + requests + " isn't open");
        }
        return opened;
    }

    boolean isOpen() {
        return log != null;
    }

    @Override
    public void close() {
        deciding.forget();
        directory.close();
        ChangeLog opened = log;
        if (opened != null) {
            log = null;
            opened.close();
        }
    }
}
