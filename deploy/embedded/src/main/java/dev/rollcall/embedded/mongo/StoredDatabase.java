package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.jspecify.annotations.Nullable;

/** A database whose collections are maps of the store, named `documents:database.collection`. */
final class StoredDatabase extends AbstractSynchronizedMongoDatabase<Key> {

    private static final String PREFIX = "documents:";
    private static final int NAMESPACE_NOT_FOUND = 26;

    private final MVStore store;
    private final IndexStore indexes;
    private final LongAdder decoded;
    private final List<StoredCollection> opened = new ArrayList<>();
    private boolean opening = true;

    private final Map<String, Document> partialFilters = new ConcurrentHashMap<>();

    StoredDatabase(String name, MVStore store, IndexStore indexes, CursorRegistry cursors, LongAdder decoded) {
        super(name, cursors);
        this.store = store;
        this.indexes = indexes;
        this.decoded = decoded;
        Documents definitions = documents("system.indexes");
        definitions.keys(KeyRange.ALL, false).map(definitions::get).forEach(this::rememberPartialFilter);
        initializeNamespacesAndIndexes();
        opening = false;
        opened.forEach(StoredCollection::buildIndexes);
        opened.clear();
    }

    static Set<String> namesIn(MVStore store) {
        return store.getMapNames().stream()
                .filter(map -> map.startsWith(PREFIX))
                .map(map -> map.substring(PREFIX.length(), map.indexOf('.')))
                .collect(Collectors.toSet());
    }

    /** Those of its users. */
    static Stream<String> collectionsIn(MVStore store, String database) {
        String prefix = PREFIX + database + '.';
        return store.getMapNames().stream()
                .filter(map -> map.startsWith(prefix))
                .map(map -> map.substring(prefix.length()))
                .filter(name -> !name.startsWith("system."));
    }

    @Override
    public Document handleCommand(
            Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
        Command engine = changed -> super.handleCommand(channel, command, changed, databases, oplog);
        return switch (command.toLowerCase(Locale.ROOT)) {
            case "insert" -> Inserted.counted(engine.run(query));
            case "update" -> OrderedUpdate.run(query, engine);
            case "drop" -> drop(String.valueOf(query.get(command)), query, engine);
            case "dropindexes" -> IndexDrop.run(query, indexesOf(query.get(command)), engine);
            case "aggregate" -> aggregate(String.valueOf(query.get(command)), query, engine);
            default -> engine.run(query);
        };
    }

    /** The engine takes it for a failure of its own to drop what isn't there, and logs it. */
    private Document drop(String collection, Document query, Command engine) {
        return resolveCollection(collection, false) == null
                ? new Document("ok", 0.0)
                        .append("errmsg", "ns not found")
                        .append("code", NAMESPACE_NOT_FOUND)
                        .append("codeName", "NamespaceNotFound")
                : engine.run(query);
    }

    private Document aggregate(String collectionName, Document query, Command engine) {
        MongoCollection<Key> collection = resolveCollection(collectionName, false);
        return collection == null
                ? engine.run(query)
                : CountPipeline.in(query)
                        .map(count -> count.reply(collection))
                        .orElseGet(
                                () -> LeadingMatch.callUnder(collection.getFullName(), query, () -> engine.run(query)));
    }

    private List<Document> indexesOf(@Nullable Object collectionName) {
        MongoCollection<Key> definitions = resolveCollection("system.indexes", false);
        return definitions == null
                ? List.of()
                : definitions
                        .handleQueryAsStream(
                                new Document("ns", getFullCollectionNamespace(String.valueOf(collectionName))))
                        .toList();
    }

    @Override
    protected synchronized void addIndex(Document definition) {
        rememberPartialFilter(definition);
        super.addIndex(definition);
    }

    private void rememberPartialFilter(Document definition) {
        if (definition.get("partialFilterExpression") instanceof Document filter) {
            partialFilters.put(definition.get("ns") + "|" + definition.get("name"), filter);
        }
    }

    @Override
    protected Index<Key> openOrCreateUniqueIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
        boolean id = keys.size() == 1 && keys.getFirst().getKey().equals(IdIndex.FIELD);
        return id ? new IdIndex(name, documents(collection)) : index(collection, name, keys, true, sparse);
    }

    @Override
    protected Index<Key> openOrCreateSecondaryIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        return index(collection, name, keys, false, sparse);
    }

    private FieldIndex index(String collection, String name, List<IndexKey> keys, boolean unique, boolean sparse) {
        Document partialFilter = partialFilters.get(getFullCollectionNamespace(collection) + "|" + name);
        return new FieldIndex(IndexDefinition.of(name, keys, unique, sparse, partialFilter), indexes);
    }

    @Override
    protected MongoCollection<Key> openOrCreateCollection(String name, CollectionOptions options) {
        StoredCollection collection =
                new StoredCollection(this, name, options, cursorRegistry, documents(name), opening);
        if (opening) {
            opened.add(collection);
        }
        return collection;
    }

    private Documents documents(String collection) {
        return new Documents(map(getFullCollectionNamespace(collection)), decoded);
    }

    private MVMap<Key, byte[]> map(String namespace) {
        return store.openMap(
                PREFIX + namespace,
                new MVMap.Builder<Key, byte[]>().keyType(KeyType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
    }

    /** The database stays the same object, without collections: a new one beside it would be given maps that go. */
    @Override
    public synchronized void drop(Oplog oplog) {
        collectionsIn(store, getDatabaseName())
                .filter(name -> resolveCollection(name, false) != null)
                .toList()
                .forEach(name -> dropCollection(name, oplog));
    }

    /** None is opened meanwhile, for it would be given the map that goes. */
    @Override
    public synchronized void dropCollection(String name, Oplog oplog) {
        super.dropCollection(name, oplog);
        store.removeMap(PREFIX + getFullCollectionNamespace(name));
        partialFilters.keySet().removeIf(index -> index.startsWith(getFullCollectionNamespace(name) + "|"));
    }

    @Override
    public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String newName) {
        String oldNamespace = collection.getFullName();
        super.moveCollection(from, collection, newName);
        store.renameMap(map(oldNamespace), PREFIX + getFullCollectionNamespace(newName));
    }

    @Override
    protected long getStorageSize() {
        return store.getFileStore().size();
    }

    @Override
    protected long getFileSize() {
        return getStorageSize();
    }
}
