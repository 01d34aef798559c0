package dev.rollcall.sync.projection;

import dev.rollcall.event.RebuildSetting;
import dev.rollcall.event.RebuildState;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.rebuild.Generations;
import dev.rollcall.schemas.topic.AvroRecords;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.kafka.core.ConsumerFactory;

/** Opens the partitions of generations, each with what it needs to catch up, or to be filled. */
public final class Replicas {

    /** Partitions that an instance fills at once; more would only wait for MongoDB together. */
    private static final int AT_ONCE = 2;

    private final DirectoryCollections directory;
    private final Generations generations;
    private final Erasures erasures;
    private final StateLog states;
    private final CatchUp catchUp;
    private final Verification verification;
    private final Duration checkpointInterval;
    private final Clock clock;
    private final Traffic traffic = new Traffic(System::nanoTime);
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    public Replicas(
            ConsumerFactory<String, byte[]> consumers,
            AvroRecords records,
            Graveyard graveyard,
            DirectoryCollections directory,
            Generations generations,
            Erasures erasures,
            Duration checkpointInterval,
            Clock clock) {
        this.directory = directory;
        this.generations = generations;
        this.erasures = erasures;
        this.states = new StateLog(consumers);
        this.catchUp = new CatchUp(states, records, graveyard);
        this.verification = new Verification(states, records);
        this.checkpointInterval = checkpointInterval;
        this.clock = clock;
    }

    /** The partition as it is projected live. */
    public LiveProjection of(int partition) {
        return new LiveProjection(partition, this);
    }

    /** That a change was projected. */
    void touched() {
        traffic.seen();
    }

    Generations generations() {
        return generations;
    }

    /** From when it returns, each write has to be projected to it. */
    LiveReplica open(int generation, int partition) {
        Replica replica = replica(generation, partition);
        replica.marks().requirePartitions(states.partitions());
        Optional<RebuildSetting> rebuild = generations
                .rebuild()
                .filter(open -> open.getGeneration() == generation && open.getState() == RebuildState.BUILDING);
        Checkpoint checkpoint = replica.checkpoints().read();
        boolean isAsked = rebuild.isPresent() && !new Progress(replica, clock).isEqual();
        if (!isAsked && replica.isWhole(checkpoint)) {
            replica.collections().createIndexes();
            catchUp.run(replica, checkpoint);
            return LiveReplica.whole(replica, checkpoint.incarnation());
        }
        var filling = new Filling(
                replica(generation, partition),
                states,
                catchUp,
                rebuild.isPresent() ? verification : null,
                Pace.of(rebuild.map(RebuildSetting::getRecordsPerSecond).orElse(null), traffic),
                traffic,
                turns,
                clock);
        filling.start();
        return LiveReplica.filling(replica, filling);
    }

    private Replica replica(int generation, int partition) {
        return Replica.of(generation, partition, directory, erasures, checkpointInterval, clock);
    }
}
