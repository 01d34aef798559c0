package dev.rollcall.embedded.mongo;

import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** How the store keeps and compares index entries. */
final class IndexEntryType extends BasicDataType<IndexEntry> {

    static final IndexEntryType INSTANCE = new IndexEntryType();

    private static final int OBJECT_OVERHEAD = 24;

    private IndexEntryType() {}

    @Override
    public int compare(IndexEntry left, IndexEntry right) {
        return left.compareTo(right);
    }

    @Override
    public int getMemory(IndexEntry entry) {
        return OBJECT_OVERHEAD
                + KeyType.INSTANCE.getMemory(entry.fields())
                + KeyType.INSTANCE.getMemory(entry.position());
    }

    @Override
    public void write(WriteBuffer buffer, IndexEntry entry) {
        KeyType.INSTANCE.write(buffer, entry.fields());
        KeyType.INSTANCE.write(buffer, entry.position());
    }

    @Override
    public IndexEntry read(ByteBuffer buffer) {
        return new IndexEntry(KeyType.INSTANCE.read(buffer), KeyType.INSTANCE.read(buffer));
    }

    @Override
    public IndexEntry[] createStorage(int size) {
        return new IndexEntry[size];
    }
}
