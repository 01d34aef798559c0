package dev.rollcall.ingest.directory;

import dev.rollcall.schemas.query.Order;
import dev.rollcall.schemas.query.Position;
import dev.rollcall.schemas.scim.ScimException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Lists of several resource types as one (RFC 7644 §3.4.2.1). */
final class Merged {

    private Merged() {}

    /**
     * @param lists the start of each, as long as the page and what it skips, or as may be read at once
     * @throws ScimException 400 tooMany where the page begins behind what may be read at once
     */
    static Page<Hit> page(List<Page<Hit>> lists, Slice slice, Order order) {
        Comparator<Position> comparator = order.comparator();
        // behind this position one of the lists isn't known
        Optional<Position> horizon =
                lists.stream().map(Page::next).filter(Objects::nonNull).min(comparator);
        List<Hit> known = lists.stream()
                .flatMap(list -> list.resources().stream())
                .filter(hit -> horizon.isEmpty() || comparator.compare(hit.position(), horizon.get()) <= 0)
                .sorted(Comparator.comparing(Hit::position, comparator))
                .toList();
        if (slice.skip() > 0 && horizon.isPresent() && known.size() < slice.end()) {
            throw new ScimException(
                    400,
                    "tooMany",
                    "A page of several resource types can't begin so far down the list. Page by cursor, or ask for one"
                            + " type.");
        }
        List<Hit> shown = known.stream().skip(slice.skip()).limit(slice.count()).toList();
        boolean isFull = known.size() > slice.end();
        Position next = isFull && !shown.isEmpty() ? shown.getLast().position() : horizon.orElse(null);
        boolean countsAll = lists.stream().allMatch(list -> list.total() != null);
        Long total = countsAll
                ? (Long) lists.stream()
                        .map(Page::total)
                        .mapToLong(Objects::requireNonNull)
                        .sum()
                : null;
        return new Page<>(total, shown, slice.count() == 0 ? null : next);
    }
}
