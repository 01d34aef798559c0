package dev.rollcall.ingest.directory;

import dev.rollcall.schemas.query.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param skip how many to leave out at the start
 * @param after begin behind this position; null for the start
 * @param count how many at most
 * @param counted whether the total must be told, whatever it costs
 */
public record Slice(int skip, @Nullable Position after, int count, boolean counted) {

    /** Whether an index, which counts cheaply, is asked for the total: at the start, from where cursors carry it on. */
    boolean isCountedByIndex() {
        return counted || after == null;
    }

    /** How many of the list come before the end of the page, and are on it. */
    long end() {
        return (long) skip + count;
    }

    /**
     * The start of the list as long as it may hold the page, to be merged with other lists.
     *
     * @param most resources that may be read for it
     */
    Slice leading(int most) {
        return new Slice(0, after, (int) Math.min(end(), most), counted);
    }

    /** @param hits of the page in their order, and one more where there is a next page */
    Page<Hit> page(@Nullable Long total, List<Hit> hits) {
        boolean more = count > 0 && hits.size() > count;
        List<Hit> shown = List.copyOf(hits.subList(0, Math.min(hits.size(), count)));
        return new Page<>(total, shown, more ? shown.getLast().position() : null);
    }
}
