package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import dev.rollcall.embedded.mongo.IndexStore.Present;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** A sorted index over one or several fields. */
final class FieldIndex extends Index<Key> {

    private final IndexDefinition definition;
    private final IndexStore store;

    /** Null as long as there are none; it and the next are written under the collection's write lock. */
    private volatile @Nullable MVMap<IndexEntry, Present> entries;

    private volatile boolean multikey;

    FieldIndex(IndexDefinition definition, IndexStore store) {
        // "sparse" lets the engine accept that an index doesn't know a document's position
        super(definition.name(), definition.keys(), true);
        this.definition = definition;
        this.store = store;
    }

    IndexDefinition definition() {
        return definition;
    }

    /** The documents whose leading fields have this key and what follows it lies in the range. */
    Stream<Key> positions(Key leading, KeyRange next, boolean descending) {
        IndexEntry from = IndexEntry.before(leading.then(next.from()));
        IndexEntry to = IndexEntry.before(leading.then(next.to()));
        var map = entries;
        if (map == null || from.compareTo(to) >= 0) {
            return Stream.empty();
        }
        var cursor = descending ? map.cursor(to, from, true) : map.cursor(from, to, false);
        // the store's cursors include their upper end, a range excludes it
        return Documents.stream(cursor).filter(entry -> entry.compareTo(to) < 0).map(IndexEntry::position);
    }

    /** Reads what indexes that aren't in use yet need of each document and lets `entry` put it in. */
    static void build(List<FieldIndex> indexes, Documents documents, Entry entry) {
        if (indexes.isEmpty()) {
            return;
        }
        boolean whole = indexes.stream().anyMatch(index -> index.definition.needsWholeDocument());
        Set<String> fields = indexes.stream()
                .flatMap(index -> index.definition.topLevelFields().stream())
                .collect(Collectors.toSet());
        documents.forEachEncoded((position, bson) -> {
            Document document = whole ? Objects.requireNonNull(documents.get(position)) : BsonFields.read(bson, fields);
            indexes.forEach(index -> entry.put(index, document, position));
        });
    }

    /** What to do with a document when an index is built. */
    @FunctionalInterface
    interface Entry {

        void put(FieldIndex index, Document document, Key position);
    }

    /** Whether an array has put a document under several keys, since when results have to be made distinct. */
    boolean multikey() {
        return multikey;
    }

    void add(Document document, Key position) {
        put(definition.keysOf(document), position);
    }

    private void put(Set<Key> keys, Key position) {
        if (keys.size() > 1) {
            multikey = true;
        }
        var map = entries;
        if (map == null && !keys.isEmpty()) {
            map = store.newEntries();
            entries = map;
        }
        for (Key key : keys) {
            Objects.requireNonNull(map).put(new IndexEntry(key, position), Present.YES);
        }
    }

    private void take(Set<Key> keys, Key position) {
        var map = entries;
        if (map != null) {
            keys.forEach(key -> map.remove(new IndexEntry(key, position)));
        }
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Key> collection) {
        if (definition.unique()) {
            for (Key key : definition.keysOf(document)) {
                if (positions(key, KeyRange.ALL, false).findAny().isPresent()) {
                    throw duplicate(document, collection);
                }
            }
        }
    }

    @Override
    public void add(Document document, Key position, MongoCollection<Key> collection) {
        add(document, position);
    }

    @Override
    public @Nullable Key remove(Document document) {
        Key position = Key.of(document.get(IdIndex.FIELD));
        take(definition.keysOf(document), position);
        return null;
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Key> collection) {
        if (definition.unique() && !definition.untouched(before, after)) {
            Key own = Key.of(before.get(IdIndex.FIELD));
            for (Key key : definition.keysOf(after)) {
                if (positions(key, KeyRange.ALL, false).anyMatch(position -> !position.equals(own))) {
                    throw duplicate(after, collection);
                }
            }
        }
    }

    @Override
    public void updateInPlace(Document before, Document after, Key position, MongoCollection<Key> collection) {
        if (definition.untouched(before, after)) {
            return;
        }
        Set<Key> old = definition.keysOf(before);
        Set<Key> current = definition.keysOf(after);
        if (!old.equals(current)) {
            take(old, position);
            put(current, position);
        }
    }

    private DuplicateKeyError duplicate(Document document, MongoCollection<Key> collection) {
        KeyValue values = new KeyValue(definition.fields().stream()
                .map(field -> Utils.getSubdocumentValueCollectionAware(document, field))
                .toList());
        return new DuplicateKeyError(this, collection, getKeys(), values);
    }

    @Override
    public boolean hasSameOptions(Index<?> other) {
        return other instanceof FieldIndex index
                && definition.fields().equals(index.definition.fields())
                && definition.unique() == index.definition.unique()
                && definition.sparse() == index.definition.sparse()
                && Objects.equals(definition.partialFilter(), index.definition.partialFilter());
    }

    @Override
    public boolean isUnique() {
        return definition.unique();
    }

    /** Positions come from the index on `_id` alone. */
    @Override
    public @Nullable Key getPosition(Document document) {
        return null;
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Key> getPositions(Document query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getCount() {
        var map = entries;
        return map == null ? 0 : map.sizeAsLong();
    }

    /** Filled by {@link #build}, never by the engine. */
    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public long getDataSize() {
        return 0;
    }

    @Override
    public void drop() {
        var map = entries;
        if (map != null) {
            entries = null;
            store.drop(map);
        }
    }
}
