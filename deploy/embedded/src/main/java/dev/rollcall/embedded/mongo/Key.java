package dev.rollcall.embedded.mongo;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes whose unsigned order is the BSON order of the value, or values, they stand for. */
final class Key implements Comparable<Key> {

    /** No encoded value starts with this byte, so a prefix followed by it ends the keys with that prefix. */
    private static final byte AFTER_EVERYTHING = (byte) 0xFF;

    private final byte[] bytes;

    Key(byte[] bytes) {
        this.bytes = bytes;
    }

    static Key of(@Nullable Object value) {
        return new KeyEncoder().append(value).key();
    }

    static Key of(List<? extends @Nullable Object> values) {
        KeyEncoder encoder = new KeyEncoder();
        values.forEach(encoder::append);
        return encoder.key();
    }

    byte[] bytes() {
        return bytes;
    }

    Key then(Key suffix) {
        byte[] joined = Arrays.copyOf(bytes, bytes.length + suffix.bytes.length);
        System.arraycopy(suffix.bytes, 0, joined, bytes.length, suffix.bytes.length);
        return new Key(joined);
    }

    /** A key greater than every key that starts with this one. */
    Key endOfPrefix() {
        byte[] end = Arrays.copyOf(bytes, bytes.length + 1);
        end[bytes.length] = AFTER_EVERYTHING;
        return new Key(end);
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
