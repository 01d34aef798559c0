package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which fields an index covers, of which documents, and the keys a document has in it. */
record IndexDefinition(
        String name,
        List<IndexKey> keys,
        boolean unique,
        boolean sparse,
        @Nullable Document partialFilter,
        Set<String> topLevelFields) {

    /**
     * The last component is derived: the top-level fields that {@link #keysOf} looks at. Entries end with the id anyway,
     * so an index needn't hold it as its last field.
     */
    static IndexDefinition of(
            String name, List<IndexKey> declared, boolean unique, boolean sparse, @Nullable Document partialFilter) {
        boolean endsWithId = declared.size() > 1 && declared.getLast().getKey().equals(IdIndex.FIELD);
        List<IndexKey> keys = endsWithId ? declared.subList(0, declared.size() - 1) : declared;
        Stream<String> filtered = partialFilter == null ? Stream.empty() : partialFilter.keySet().stream();
        Set<String> fields = Stream.concat(keys.stream().map(IndexKey::getKey), filtered)
                .map(Utils::firstFragment)
                .collect(Collectors.toSet());
        return new IndexDefinition(name, keys, unique, sparse, partialFilter, fields);
    }

    List<String> fields() {
        return keys.stream().map(IndexKey::getKey).toList();
    }

    /** Whether an update leaves everything this index looks at as it was. */
    boolean untouched(Document before, Document after) {
        return !needsWholeDocument()
                && topLevelFields.stream()
                        .allMatch(field -> Objects.equals(before.getOrMissing(field), after.getOrMissing(field)));
    }

    /** Whether what a document has in this index needs fields beyond the top-level ones. */
    boolean needsWholeDocument() {
        return partialFilter != null && partialFilter.keySet().stream().anyMatch(name -> name.startsWith("$"));
    }

    /** One key, or one per array element, or none where the index leaves the document out. */
    Set<Key> keysOf(Document document) {
        if (partialFilter != null && !new DefaultQueryMatcher().matches(document, partialFilter)) {
            return Set.of();
        }
        List<@Nullable Object> values = new ArrayList<>(keys.size());
        for (IndexKey key : keys) {
            values.add(Utils.getSubdocumentValueCollectionAware(document, key.getKey()));
        }
        if (sparse && values.stream().allMatch(Missing.class::isInstance)) {
            return Set.of();
        }
        return values.stream().anyMatch(Collection.class::isInstance) ? multikeys(values) : Set.of(Key.of(values));
    }

    private static Set<Key> multikeys(List<@Nullable Object> values) {
        List<Key> prefixes = List.of(new Key(new byte[0]));
        for (Object value : values) {
            Collection<?> alternatives = value instanceof Collection<?> elements
                    ? (elements.isEmpty() ? List.of(Missing.getInstance()) : elements)
                    : Collections.singletonList(value);
            prefixes = prefixes.stream()
                    .flatMap(prefix -> alternatives.stream().map(element -> prefix.then(Key.of(element))))
                    .toList();
        }
        return new HashSet<>(prefixes);
    }
}
