package dev.rollcall.sync.projection;

import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.directory.Part;
import dev.rollcall.schemas.directory.StateLoader;
import dev.rollcall.schemas.erasure.Erasures;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;

/**
 * One partition in one generation of the directory.
 *
 * @param collections of that generation
 */
record Replica(
        int generation,
        int partition,
        DirectoryCollections collections,
        Projection projection,
        Checkpoints checkpoints,
        Marks marks,
        StateLoader loader) {

    static Replica of(
            int generation,
            int partition,
            DirectoryCollections directory,
            Erasures erasures,
            Duration checkpointInterval,
            Clock clock) {
        DirectoryCollections collections = directory.ofGeneration(generation);
        var projection = new Projection(collections, erasures, clock);
        return new Replica(
                generation,
                partition,
                collections,
                projection,
                new Checkpoints(collections, projection, partition, checkpointInterval),
                new Marks(collections),
                new StateLoader(collections));
    }

    /** Whether everything is there that this checkpoint says was projected. */
    boolean isWhole(Checkpoint checkpoint) {
        return checkpoint.isComplete()
                && marks.areWhole(partition, checkpoint.incarnation(), EnumSet.allOf(Part.class));
    }
}
