package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which fields an index covers, of which documents, and the keys a document has in it. */
record IndexDefinition(
        String name,
        List<IndexKey> keys,
        boolean unique,
        boolean sparse,
        @Nullable Document partialFilter) {

    List<String> fields() {
        return keys.stream().map(IndexKey::getKey).toList();
    }

    /** The top-level fields that {@link #keysOf} looks at. */
    Set<String> topLevelFields() {
        Set<String> names = fields().stream().map(Utils::firstFragment).collect(Collectors.toSet());
        if (partialFilter != null) {
            partialFilter.keySet().stream().map(Utils::firstFragment).forEach(names::add);
        }
        return names;
    }

    /** Whether what a document has in this index needs fields that {@link #topLevelFields} doesn't name. */
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
                    : java.util.Collections.singletonList(value);
            prefixes = prefixes.stream()
                    .flatMap(prefix -> alternatives.stream().map(element -> prefix.then(Key.of(element))))
                    .toList();
        }
        return Set.copyOf(Set.<Key>copyOf(new java.util.HashSet<>(prefixes)));
    }
}
