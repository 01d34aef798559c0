package dev.rollcall.embedded.mongo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Where the entries of all indexes are: a file of which only the pages in use are in memory, so that the heap doesn't grow
 * with the documents. It is made anew at each start, so nobody waits until it is written.
 */
final class IndexStore {

    private static final int CACHE_MIB = 16;
    private static final int UNSAVED_KIB = 8 * 1024;
    private static final int PAGE_BYTES = 8 * 1024;
    private static final int WRITE_AFTER_MILLIS = 5_000;

    private final MVStore store;
    private final AtomicLong maps = new AtomicLong();

    private IndexStore(MVStore store) {
        this.store = store;
    }

    static IndexStore create(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        MVStore store = new MVStore.Builder()
                .fileName(file.toString())
                .cacheSize(CACHE_MIB)
                .autoCommitBufferSize(UNSAVED_KIB)
                .pageSplitSize(PAGE_BYTES)
                .open();
        store.setAutoCommitDelay(WRITE_AFTER_MILLIS);
        store.setRetentionTime(0);
        store.setVersionsToKeep(0);
        return new IndexStore(store);
    }

    /** A new index's entries, in their order. */
    MVMap<IndexEntry, Present> newEntries() {
        return store.openMap(
                "index:" + maps.incrementAndGet(),
                new MVMap.Builder<IndexEntry, Present>()
                        .keyType(IndexEntryType.INSTANCE)
                        .valueType(PresentType.INSTANCE));
    }

    void drop(MVMap<IndexEntry, Present> entries) {
        store.removeMap(entries);
    }

    /** Keeps the pages that are read from now on until {@link #readingEnds}, though others write meanwhile. */
    MVStore.TxCounter readingBegins() {
        return store.registerVersionUsage();
    }

    void readingEnds(MVStore.TxCounter usage) {
        store.deregisterVersionUsage(usage);
    }

    void close() {
        store.closeImmediately();
    }

    /** The value of every entry: that it is there says all. */
    enum Present {
        YES
    }

    private static final class PresentType extends BasicDataType<Present> {

        static final PresentType INSTANCE = new PresentType();

        @Override
        public int getMemory(Present value) {
            return 0;
        }

        @Override
        public void write(WriteBuffer buffer, Present value) {
            // nothing to tell
        }

        @Override
        public Present read(ByteBuffer buffer) {
            return Present.YES;
        }

        @Override
        public Present[] createStorage(int size) {
            return new Present[size];
        }
    }
}
