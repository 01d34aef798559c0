package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import io.netty.channel.Channel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.h2.mvstore.MVStore;

/** All databases in one store; a reply to a write leaves only when the write is in the file. */
public final class StoredBackend extends AbstractMongoBackend {

    private static final int CACHE_MIB = 24;
    private static final int SESSION_TIMEOUT_MINUTES = 30;

    /** MongoDB 5.0's, the version that this engine names; today's drivers refuse servers below 9. */
    private static final int WIRE_VERSION = 13;

    private static final Set<String> WRITES = Set.of(
            "insert",
            "update",
            "delete",
            "findandmodify",
            "createindexes",
            "create",
            "drop",
            "dropindexes",
            "dropdatabase",
            "renamecollection",
            "aggregate");

    private final MVStore store;
    private final IndexStore indexes;
    private final GroupCommit commits;
    private final LongAdder decoded = new LongAdder();

    private StoredBackend(MVStore store, IndexStore indexes) {
        super(defaultClock());
        this.store = store;
        this.indexes = indexes;
        this.commits = new GroupCommit(store);
        StoredDatabase.namesIn(store).forEach(this::resolveDatabase);
    }

    /** Opens the store in this file, or a new one; its indexes are built anew in a file beside it. */
    public static StoredBackend open(Path file) {
        MVStore store = new MVStore.Builder()
                .fileName(file.toString())
                .cacheSize(CACHE_MIB)
                // commits happen where a write waits for one and nowhere else, see GroupCommit
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .open();
        // older versions of the file's pages serve nobody; the default keeps them for 45 s and the file grows
        store.setRetentionTime(0);
        store.setVersionsToKeep(0);
        return new StoredBackend(store, IndexStore.create(file.resolveSibling("indexes.mv")));
    }

    /** How many documents have been decoded so far: what a query costs, whatever the machine. */
    public long decodedDocuments() {
        return decoded.sum();
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new StoredDatabase(name, store, indexes, getCursorRegistry(), decoded);
    }

    @Override
    public void dropDatabase(String name) {
        resolveDatabase(name).drop(NoopOplog.get());
    }

    @Override
    protected Set<String> listDatabaseNames() {
        return super.listDatabaseNames().stream()
                .filter(name ->
                        StoredDatabase.collectionsIn(store, name).findAny().isPresent())
                .collect(Collectors.toSet());
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        String name = command.toLowerCase(Locale.ROOT);
        if (name.equals("hello") || name.equals("ismaster")) {
            return super.handleCommand(channel, database, "ismaster", query)
                    .append("isWritablePrimary", true)
                    .append("maxWireVersion", WIRE_VERSION)
                    .append("logicalSessionTimeoutMinutes", SESSION_TIMEOUT_MINUTES);
        }
        // pages this command reads stay in the file until it is done, though others commit meanwhile
        MVStore.TxCounter usage = store.registerVersionUsage();
        MVStore.TxCounter indexUsage = indexes.readingBegins();
        try {
            return super.handleCommand(channel, database, command, query);
        } finally {
            indexes.readingEnds(indexUsage);
            store.deregisterVersionUsage(usage);
            if (WRITES.contains(name)) {
                commits.awaitDurable();
            }
        }
    }

    @Override
    public void close() {
        super.close();
        store.close();
        indexes.close();
    }
}
