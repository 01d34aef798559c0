package dev.rollcall.embedded.mongo;

import java.util.Arrays;

/**
 * A document in an index, in the order of its fields' key followed by its own. These aren't joined, for all indexes share
 * the document's: of many documents the entries are most of what the engine holds in memory.
 */
record IndexEntry(Key fields, Key position) implements Comparable<IndexEntry> {

    private static final Key NOTHING = new Key(new byte[0]);

    /** The end of a range: comes before every entry whose joined keys have this prefix. */
    static IndexEntry before(Key prefix) {
        return new IndexEntry(prefix, NOTHING);
    }

    @Override
    public int compareTo(IndexEntry other) {
        return fields.bytes().length <= other.fields.bytes().length ? compare(this, other) : -compare(other, this);
    }

    /** Where the first one's fields are no longer than the second one's. */
    private static int compare(IndexEntry one, IndexEntry other) {
        byte[] fields = one.fields.bytes();
        byte[] position = one.position.bytes();
        byte[] otherFields = other.fields.bytes();
        byte[] otherPosition = other.position.bytes();
        int byFields = Arrays.compareUnsigned(fields, 0, fields.length, otherFields, 0, fields.length);
        if (byFields != 0) {
            return byFields;
        }
        int overlap = Math.min(position.length, otherFields.length - fields.length);
        int byOverlap =
                Arrays.compareUnsigned(position, 0, overlap, otherFields, fields.length, fields.length + overlap);
        if (byOverlap != 0) {
            return byOverlap;
        }
        return fields.length + overlap < otherFields.length
                ? -1
                : Arrays.compareUnsigned(position, overlap, position.length, otherPosition, 0, otherPosition.length);
    }
}
