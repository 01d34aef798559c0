package dev.rollcall.sync.directory;

import static com.mongodb.client.model.Filters.in;

import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.rebuild.Generations;
import dev.rollcall.schemas.rebuild.PartitionProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops generations of the directory that nobody uses any more, again and again: a worker that heard late that one has
 * ended may have written to it once more.
 */
final class Sweeper {

    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

    private final DirectoryCollections directory;
    private final Generations generations;

    Sweeper(DirectoryCollections directory, Generations generations) {
        this.directory = directory;
        this.generations = generations;
    }

    void sweep() {
        for (int generation : directory.generations()) {
            if (generations.isOver(generation)) {
                directory.drop(generation);
                log.atInfo().addKeyValue("generation", generation).log("A generation of the directory is dropped");
            }
        }
        directory
                .database()
                .getCollection(PartitionProgress.COLLECTION)
                .deleteMany(in(PartitionProgress.GENERATION, generations.cancelled()));
    }

    /** As {@link #sweep()}, but for when MongoDB may be away. */
    void trySweep() {
        try {
            sweep();
        } catch (RuntimeException e) {
            log.atDebug().addKeyValue("cause", e.getClass().getSimpleName()).log("Can't drop old generations yet");
        }
    }
}
