package dev.rollcall.embedded.mongo;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What of an index a query can use.
 *
 * @param equal its leading fields that the query binds to values
 * @param ranged the field after them when the query gives a range for it, else empty
 * @param ordered whether its entries come in the order that the query asks for
 */
record IndexUse(FieldIndex index, List<String> equal, Set<String> ranged, boolean ordered) {

    static IndexUse of(FieldIndex index, Bounds bounds, SortOrder order) {
        List<String> fields = index.definition().fields();
        List<String> equal =
                fields.stream().takeWhile(bounds.equal()::containsKey).toList();
        List<String> rest = fields.subList(equal.size(), fields.size());
        boolean ranged = !rest.isEmpty() && bounds.hasRange(rest.getFirst(), index.multikey());
        boolean ordered = !order.isAny() && !index.multikey() && order.isOrderOf(rest);
        return new IndexUse(index, equal, ranged ? Set.of(rest.getFirst()) : Set.of(), ordered);
    }

    /** How many fields narrow the search. */
    int narrowed() {
        return equal.size() + ranged.size();
    }

    boolean bindsAll() {
        return equal.size() == index.definition().fields().size();
    }

    /** Whether there is at most one document to find. */
    boolean isUnique() {
        return index.isUnique() && bindsAll();
    }

    /** The documents below a key of the bound fields. Where those are all, a range of ids is looked up as well. */
    Stream<Key> positions(Key leading, Bounds bounds, boolean descending) {
        if (bindsAll()) {
            return index.positions(leading, bounds.ids(), descending);
        }
        return ranged.stream()
                .map(field -> index.positions(leading, bounds.range(field), descending))
                .findFirst()
                .orElseGet(() -> index.positions(leading, KeyRange.ALL, descending))
                .filter(bounds.ids()::contains);
    }
}
