package dev.rollcall.ingest.rebuild;

import dev.rollcall.schemas.rebuild.Difference;
import dev.rollcall.schemas.rebuild.PartitionProgress;
import dev.rollcall.schemas.rebuild.PartitionProgress.Stage;
import dev.rollcall.schemas.rebuild.Tally;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How far all partitions of a rebuild are together. */
record Report(List<PartitionProgress> partitions) {

    private static final double ALL = 100;
    private static final double NEARLY_ALL = 99.9;

    /** How many partitions there are; 0 before any has begun. */
    int count() {
        return partitions.stream().mapToInt(PartitionProgress::partitions).max().orElse(0);
    }

    long done() {
        return partitions.stream().filter(part -> part.stage() == Stage.EQUAL).count();
    }

    boolean isEqual() {
        return count() > 0 && done() == count();
    }

    boolean isDifferent() {
        return partitions.stream().anyMatch(part -> part.stage() == Stage.DIFFERENT);
    }

    double percent() {
        if (isEqual()) {
            return ALL;
        }
        long total = sum(PartitionProgress::total);
        return total == 0
                ? 0
                : Math.min(NEARLY_ALL, Math.round(ALL * 10 * sum(PartitionProgress::read) / total) / 10.0);
    }

    long perSecond() {
        return partitions.stream()
                .filter(part -> part.stage() == Stage.COPYING)
                .mapToLong(PartitionProgress::perSecond)
                .sum();
    }

    /** Null where nothing is copied just now, so that nobody can tell. */
    @Nullable
    Long secondsLeft() {
        long perSecond = perSecond();
        long left = sum(PartitionProgress::total) - sum(PartitionProgress::read);
        return perSecond == 0 ? null : Math.ceilDiv(Math.max(0, left), perSecond);
    }

    long sum(ToLongFunction<PartitionProgress> what) {
        return partitions.stream().mapToLong(what).sum();
    }

    List<String> places() {
        return partitions.stream().flatMap(part -> part.places().stream()).toList();
    }

    /** What partitions are tried again for just now. */
    List<String> failures() {
        return partitions.stream()
                .filter(part -> part.failure() != null)
                .map(part -> "partition " + part.partition() + ": " + part.failure())
                .toList();
    }

    Stream<Tally> tallies() {
        return partitions.stream().flatMap(part -> part.tallies().stream());
    }

    List<Difference> differences() {
        return partitions.stream().flatMap(part -> part.differences().stream()).toList();
    }

    /** What came of it in a sentence. */
    String summary() {
        long unreadable = sum(PartitionProgress::unreadable);
        String left =
                unreadable == 0 ? "" : " " + unreadable + " records of the log can't be read, and are dead letters.";
        if (isDifferent()) {
            return "It differs from the log, so nothing was switched; see differences." + left;
        }
        return "All " + tallies().mapToLong(Tally::logged).sum() + " resources equal the log." + left;
    }
}
