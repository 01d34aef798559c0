package dev.rollcall.sync.fanout;

import dev.rollcall.schemas.time.SteadyTime;
import dev.rollcall.sync.gap.LostPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that one consumer can't read for now, for its places in them aren't there any more, while somebody finds
 * out where it goes on. Only the consumer's thread calls it.
 */
final class LostPlaces {

    private static final Logger log = LoggerFactory.getLogger(LostPlaces.class);
    /** A search may read all that is kept of a partition. */
    private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(1);

    private final Map<TopicPartition, LostPlace> lost = new HashMap<>();
    private @Nullable CompletableFuture<Map<TopicPartition, Long>> search;
    private Instant next = Instant.EPOCH;

    /** Finds out where to go on. */
    interface Search {

        /**
         * Begins to.
         *
         * @throws RuntimeException when Kafka can't be asked
         */
        CompletableFuture<Map<TopicPartition, Long>> begin(Collection<LostPlace> lost);
    }

    /** Takes a consumer to where it goes on. */
    interface Move {

        /** @throws RuntimeException when that can't be committed; it is tried again */
        void to(Map<TopicPartition, Long> places);
    }

    Set<TopicPartition> partitions() {
        return lost.keySet();
    }

    boolean has(TopicPartition partition) {
        return lost.containsKey(partition);
    }

    void add(List<LostPlace> places) {
        places.forEach(place -> lost.put(place.partition(), place));
    }

    /** Another one may have them meanwhile; who gets them again finds out whether the places are there by then. */
    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(lost::remove);
    }

    /** To be called before every poll. */
    void seek(Search searching, Move move) {
        try {
            if (search == null) {
                begin(searching);
            }
            if (search != null && search.isDone()) {
                end(search.join(), move);
            }
        } catch (RuntimeException e) {
            if (search == null || search.isCompletedExceptionally()) {
                search = null;
                next = SteadyTime.CLOCK.instant().plus(BETWEEN_SEARCHES);
            }
            log.atWarn()
                    .addKeyValue("partitions", partitions())
                    .setCause(e)
                    .log("Where to go on isn't known yet; it is tried again");
        }
    }

    private void begin(Search searching) {
        if (!lost.isEmpty() && !SteadyTime.CLOCK.instant().isBefore(next)) {
            search = searching.begin(List.copyOf(lost.values()));
        }
    }

    private void end(Map<TopicPartition, Long> known, Move move) {
        var places = new HashMap<>(known);
        places.keySet().retainAll(lost.keySet());
        move.to(places);
        forget(places.keySet());
        search = null;
    }
}
