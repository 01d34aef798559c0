package dev.rollcall.sync.projection;

import dev.rollcall.event.Headcount;
import dev.rollcall.schemas.directory.Part;
import dev.rollcall.schemas.directory.Sightings;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A replica that gets the live writes, whole or still being filled. For one thread. */
final class LiveReplica {

    private final Replica replica;
    private @Nullable Filling filling;
    private @Nullable String incarnation;
    private boolean isAwaited;

    private LiveReplica(Replica replica, @Nullable Filling filling, @Nullable String incarnation) {
        this.replica = replica;
        this.filling = filling;
        this.incarnation = incarnation;
    }

    static LiveReplica whole(Replica replica, @Nullable String incarnation) {
        return new LiveReplica(replica, null, incarnation);
    }

    static LiveReplica filling(Replica replica, Filling filling) {
        return new LiveReplica(replica, filling, null);
    }

    Replica replica() {
        return replica;
    }

    int generation() {
        return replica.generation();
    }

    /** Goes on from where the filling came to, if it is done. */
    void adopt() {
        Checkpoint filled = filling == null ? null : filling.filled();
        if (filled != null) {
            filling = null;
            incarnation = filled.incarnation();
            replica.checkpoints().adopt(filled.offsets());
            flush();
        }
    }

    /** Waits the first time only, for other partitions wait for the thread. */
    void await(Duration patience) {
        if (filling != null && !isAwaited) {
            isAwaited = true;
            filling.await(patience);
        }
    }

    void requireFilled() {
        if (incarnation == null) {
            throw new NotReadyException(replica.generation(), replica.partition(), "is being filled");
        }
    }

    /** What marks it has; to be seen while something is read. */
    Sightings sightings() {
        return replica.marks().sightings(replica.partition(), incarnation);
    }

    void requireWhole(Collection<Part> parts) {
        requireWhole(parts, sightings());
    }

    /** @param sightings of what was read since it was {@link #sightings asked for} */
    void requireWhole(Collection<Part> parts, Sightings sightings) {
        requireFilled();
        if (!sightings.areWhole(parts)) {
            throw new NotReadyException(replica.generation(), replica.partition(), "was lost");
        }
    }

    void advance(Map<TopicPartition, Long> positions, Map<String, Long> sequences, Collection<Headcount> headcounts) {
        String whole = incarnation;
        if (whole == null) {
            replica.checkpoints().note(sequences, headcounts);
        } else {
            replica.checkpoints().advance(whole, positions, sequences, headcounts);
        }
    }

    void flush() {
        String whole = incarnation;
        if (whole != null) {
            replica.checkpoints().flush(whole);
        }
    }

    /** Always true. */
    boolean end() {
        if (filling != null) {
            filling.close();
            filling = null;
        }
        return true;
    }
}
