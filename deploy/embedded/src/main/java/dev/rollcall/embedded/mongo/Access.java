package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way to the documents a filter may match.
 *
 * @param ordered whether positions come in the order asked for
 * @param covered whether every position is a match, so that no document has to be looked at
 */
record Access(Stream<Key> positions, boolean ordered, boolean covered) {

    static Access to(@Nullable Document filter, Documents documents, List<Index<Key>> indexes, SortOrder order) {
        Choice whole = Choice.of(Bounds.of(filter), indexes, order);
        List<Choice> alternatives = whole.bounds().alternatives().stream()
                .map(bounds -> Choice.of(bounds, indexes, order))
                .toList();
        boolean isBetter = !alternatives.isEmpty()
                && alternatives.stream().allMatch(alternative -> alternative.narrowed() > whole.narrowed());
        return isBetter
                ? union(alternatives.stream().map(choice -> to(choice, documents, order)), order)
                : to(whole, documents, order);
    }

    /** The index, if any, that serves some bounds best. */
    private record Choice(Bounds bounds, Optional<IndexUse> use) {

        static Choice of(Bounds bounds, List<Index<Key>> indexes, SortOrder order) {
            return new Choice(
                    bounds,
                    indexes.stream()
                            .filter(FieldIndex.class::isInstance)
                            .map(FieldIndex.class::cast)
                            .filter(index -> usable(index, bounds))
                            .map(index -> IndexUse.of(index, bounds, order))
                            .max(Comparator.comparing(IndexUse::isUnique)
                                    .thenComparing(IndexUse::narrowed)
                                    .thenComparing(IndexUse::ordered)
                                    .thenComparing(IndexUse::bindsAll)));
        }

        boolean isById() {
            return bounds.equal().containsKey(IdIndex.FIELD);
        }

        /** How many fields narrow the search; ids narrow it most. */
        int narrowed() {
            return isById() ? Integer.MAX_VALUE : use.map(IndexUse::narrowed).orElse(0);
        }
    }

    private static Access to(Choice choice, Documents documents, SortOrder order) {
        return choice.isById()
                ? byId(choice.bounds(), documents, order)
                : choice.use()
                        .map(use -> byIndex(use, choice.bounds(), order))
                        .orElseGet(() -> scan(choice.bounds(), documents, order));
    }

    /** What any of them leads to, once. */
    private static Access union(Stream<Access> ways, SortOrder order) {
        List<Access> all = ways.toList();
        return new Access(
                all.stream().flatMap(Access::positions).distinct(),
                order.isAny(),
                all.stream().allMatch(Access::covered));
    }

    private static Access byId(Bounds bounds, Documents documents, SortOrder order) {
        Stream<Key> keys = bounds.equal().getOrDefault(IdIndex.FIELD, List.of()).stream()
                .map(Key::of)
                .filter(bounds.ids()::contains)
                .distinct()
                .sorted(order.ofIds())
                .filter(documents::contains);
        boolean covered = bounds.complete()
                && bounds.equal().size() == 1
                && bounds.ranges().isEmpty();
        return new Access(keys, order.isAny() || order.byId(), covered);
    }

    private static Access scan(Bounds bounds, Documents documents, SortOrder order) {
        boolean covered =
                bounds.complete() && bounds.equal().isEmpty() && bounds.ranges().isEmpty();
        boolean inOrder = order.isAny() || order.byId();
        return new Access(documents.keys(bounds.ids(), inOrder && order.descending()), inOrder, covered);
    }

    private static Access byIndex(IndexUse use, Bounds bounds, SortOrder order) {
        List<Key> leading = List.of(new Key(new byte[0]));
        for (String field : use.equal()) {
            leading = combine(leading, bounds.equal().getOrDefault(field, List.of()));
        }
        boolean ordered = use.ordered() && leading.size() == 1;
        boolean descending = ordered && order.descending();
        Stream<Key> positions = leading.stream().distinct().flatMap(key -> use.positions(key, bounds, descending));
        if (use.index().multikey()) {
            positions = positions.distinct();
        }
        boolean covered = bounds.complete()
                && Set.copyOf(use.equal()).equals(bounds.equal().keySet())
                && bounds.ranges().keySet().equals(use.ranged());
        return new Access(positions, ordered || order.isAny(), covered);
    }

    private static List<Key> combine(List<Key> prefixes, List<Object> values) {
        List<Key> keys = new ArrayList<>(prefixes.size() * values.size());
        for (Object value : values) {
            Key suffix = Key.of(value);
            prefixes.forEach(prefix -> keys.add(prefix.then(suffix)));
        }
        return keys;
    }

    /** A partial or sparse index knows only some documents: the query has to ask for none but those. */
    private static boolean usable(FieldIndex index, Bounds bounds) {
        Map<String, List<Object>> equal = bounds.equal();
        IndexDefinition definition = index.definition();
        return equal.containsKey(definition.fields().getFirst())
                && !(definition.sparse() && definition.fields().stream().anyMatch(bounds::mayBeNull))
                && (definition.partialFilter() == null
                        || definition.partialFilter().entrySet().stream()
                                .allMatch(condition -> condition.getValue() != null
                                        && List.of(condition.getValue()).equals(equal.get(condition.getKey()))));
    }
}
