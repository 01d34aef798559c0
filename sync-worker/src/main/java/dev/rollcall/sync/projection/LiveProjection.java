package dev.rollcall.sync.projection;

import dev.rollcall.event.Headcount;
import dev.rollcall.schemas.decide.Need;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.decide.WorkingSet;
import dev.rollcall.schemas.directory.Part;
import dev.rollcall.schemas.directory.Sightings;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition of the directory in all generations that are in use: each gets every write, one is read. A generation that
 * isn't whole, because it is new or was lost, is filled from the log beside it; nothing is decided on one that isn't.
 * For the thread of the partition's loop.
 */
public final class LiveProjection implements AutoCloseable {

    /** How long an opening waits for what is read to be filled, before the thread looks after other partitions. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final int partition;
    private final Replicas replicas;
    private final SortedMap<Integer, LiveReplica> live = new TreeMap<>();

    LiveProjection(int partition, Replicas replicas) {
        this.partition = partition;
        this.replicas = replicas;
    }

    /**
     * Brings what is read to where the log is.
     *
     * @throws NotReadyException as long as that takes; ask again
     */
    public void open() {
        follow();
        LiveReplica read = read();
        read.await(PATIENCE);
        read.adopt();
        read.requireFilled();
    }

    /** Takes up generations that are new, and drops those that have ended. Call it between two batches, and when idle. */
    public void follow() {
        var written = replicas.generations().written();
        live.values().removeIf(replica -> !written.contains(replica.generation()) && replica.end());
        for (int generation : written) {
            if (!live.containsKey(generation)) {
                live.put(generation, replicas.open(generation, partition));
            }
        }
        live.values().forEach(LiveReplica::adopt);
    }

    /** Writes down what isn't yet, and sees whether the directory is still there; call it now and then when idle. */
    public void tend() {
        follow();
        live.values().forEach(LiveReplica::flush);
        read().requireWhole(EnumSet.allOf(Part.class));
    }

    /**
     * Loads what is needed.
     *
     * @throws NotReadyException when the directory was lost, so that what isn't found may be there nevertheless
     */
    public void load(Collection<? extends Need> needs, WorkingSet into) {
        LiveReplica read = read();
        Sightings sightings = read.sightings();
        Set<Need> loaded = read.replica().loader().load(needs, into, sightings);
        if (!loaded.isEmpty()) {
            var parts = EnumSet.noneOf(Part.class);
            loaded.forEach(need -> parts.add(Part.of(need)));
            read.requireWhole(parts, sightings);
        }
    }

    /** As {@link #load}, of what was read by other ways before. */
    public void require(Part... parts) {
        read().requireWhole(Set.of(parts));
    }

    /** Projects what is committed; counts, as numbers, come with the next checkpoint, but for those of holds. */
    public void write(
            Collection<StateWrite> writes,
            Collection<Headcount> headcounts,
            Map<TopicPartition, Long> positions,
            Map<String, Long> sequences) {
        replicas.touched();
        List<Headcount> held =
                headcounts.stream().filter(count -> count.getHold() != null).toList();
        inEach(projection -> {
            // the hold before what is held, so that nobody takes that for what anybody may have
            projection.headcounts(held);
            projection.write(writes);
        });
        live.values().forEach(replica -> replica.advance(positions, sequences, headcounts));
    }

    /** In all generations at once, for each of them is waited for. */
    private void inEach(Consumer<Projection> write) {
        Elsewhere.beside(live.values().stream()
                .<Runnable>map(replica -> () -> write.accept(replica.replica().projection()))
                .toList());
    }

    private LiveReplica read() {
        int generation = replicas.generations().read();
        LiveReplica read = live.get(generation);
        if (read == null) {
            throw new NotReadyException(generation, partition, "isn't open");
        }
        return read;
    }

    @Override
    public void close() {
        live.values().forEach(LiveReplica::end);
        live.clear();
    }
}
