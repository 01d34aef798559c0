package dev.rollcall.sync.projection;

import dev.rollcall.schemas.rebuild.Difference;
import dev.rollcall.schemas.rebuild.Tally;
import java.util.List;

/**
 * What came of comparing a replica with the log.
 *
 * @param differences the first of them
 */
record Comparison(List<Tally> tallies, List<Difference> differences) {

    static final Comparison NONE = new Comparison(List.of(), List.of());

    boolean isEqual() {
        return differences.isEmpty() && tallies.stream().allMatch(Tally::isEqual);
    }
}
