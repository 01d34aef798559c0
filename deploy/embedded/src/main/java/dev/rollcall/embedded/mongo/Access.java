package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.backend.Index;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The way to the documents a filter may match.
 *
 * @param sortedById whether positions come in the order of ids, descending if so asked
 * @param covered whether every position is a match, so that no document has to be looked at
 */
record Access(Stream<Key> positions, boolean sortedById, boolean covered) {

    static Access to(Bounds bounds, Documents documents, List<Index<Key>> indexes, boolean descending) {
        if (bounds.equal().containsKey(IdIndex.FIELD)) {
            return byId(bounds, documents, descending);
        }
        return indexes.stream()
                .filter(FieldIndex.class::isInstance)
                .map(FieldIndex.class::cast)
                .filter(index -> usable(index.definition(), bounds))
                .max(Comparator.comparing((FieldIndex index) -> boundFields(index, bounds)
                                == index.definition().fields().size())
                        .thenComparing(FieldIndex::isUnique)
                        .thenComparing(index -> boundFields(index, bounds)))
                .map(index -> byIndex(index, bounds, descending))
                .orElseGet(() -> scan(bounds, documents, descending));
    }

    private static Access byId(Bounds bounds, Documents documents, boolean descending) {
        Stream<Key> keys = bounds.equal().getOrDefault(IdIndex.FIELD, List.of()).stream()
                .map(Key::of)
                .filter(bounds.ids()::contains)
                .distinct()
                .sorted(order(descending))
                .filter(documents::contains);
        return new Access(keys, true, bounds.complete() && bounds.equal().size() == 1);
    }

    private static Access scan(Bounds bounds, Documents documents, boolean descending) {
        boolean covered = bounds.complete() && bounds.equal().isEmpty();
        return new Access(documents.keys(bounds.ids(), descending), true, covered);
    }

    private static Access byIndex(FieldIndex index, Bounds bounds, boolean descending) {
        List<String> fields = index.definition().fields();
        int bound = boundFields(index, bounds);
        List<Key> leading = List.of(new Key(new byte[0]));
        for (String field : fields.subList(0, bound)) {
            leading = combine(leading, bounds.equal().getOrDefault(field, List.of()));
        }
        boolean allFields = bound == fields.size();
        Stream<Key> positions = leading.stream()
                .distinct()
                .flatMap(key ->
                        allFields ? index.positionsOfAllFields(key, bounds.ids()) : index.positions(key, bounds.ids()));
        boolean one = leading.size() == 1 && allFields;
        if (index.multikey()) {
            positions = positions.distinct();
        }
        boolean covered = bounds.complete()
                && Set.copyOf(fields.subList(0, bound)).equals(bounds.equal().keySet());
        return new Access(one && descending ? positions.sorted(order(true)) : positions, one, covered);
    }

    private static List<Key> combine(List<Key> prefixes, List<Object> values) {
        List<Key> keys = new ArrayList<>(prefixes.size() * values.size());
        for (Object value : values) {
            Key suffix = Key.of(value);
            prefixes.forEach(prefix -> keys.add(prefix.then(suffix)));
        }
        return keys;
    }

    /** A partial index knows only the documents of its filter: the query has to ask for those. */
    private static boolean usable(IndexDefinition index, Bounds bounds) {
        Map<String, List<Object>> equal = bounds.equal();
        return equal.containsKey(index.fields().getFirst())
                && (index.partialFilter() == null
                        || index.partialFilter().entrySet().stream()
                                .allMatch(condition -> condition.getValue() != null
                                        && List.of(condition.getValue()).equals(equal.get(condition.getKey()))));
    }

    private static int boundFields(FieldIndex index, Bounds bounds) {
        return (int) index.definition().fields().stream()
                .takeWhile(bounds.equal()::containsKey)
                .count();
    }

    static Comparator<Key> order(boolean descending) {
        return descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    }
}
