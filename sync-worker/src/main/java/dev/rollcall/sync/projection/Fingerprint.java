package dev.rollcall.sync.projection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * What a document of the directory says, in few bytes: the first half of the SHA-256 of its fields in the order of their
 * names, its id and sequence among them.
 */
record Fingerprint(long high, long low) {

    private static final Set<String> ENTRY = Set.of("k", "v");

    static final Fingerprint NONE = new Fingerprint(0, 0);

    static Fingerprint of(Document document) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(document, digest);
            ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
            return new Fingerprint(bytes.getLong(), bytes.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The sum modulo 2^128, in which no order matters. */
    Fingerprint plus(Fingerprint other) {
        long sum = low + other.low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        return new Fingerprint(high + other.high + carry, sum);
    }

    @Override
    public String toString() {
        return "%016x%016x".formatted(high, low);
    }

    /** Every value begins with its kind and length, so that no two contents have the same bytes. */
    private static void add(@Nullable Object value, MessageDigest to) {
        switch (value) {
            case null -> to.update((byte) 0);
            case Document document -> {
                var names = new ArrayList<>(document.keySet());
                Collections.sort(names);
                number(1, names.size(), to);
                names.forEach(name -> {
                    add(name, to);
                    add(document.get(name), to);
                });
            }
            case List<?> list -> {
                number(2, list.size(), to);
                inOrder(list).forEach(element -> add(element, to));
            }
            case String text -> bytes(3, text.getBytes(StandardCharsets.UTF_8), to);
            case Date date -> number(4, date.getTime(), to);
            case Instant instant -> number(4, instant.toEpochMilli(), to);
            case Double fraction -> number(5, Double.doubleToLongBits(fraction), to);
            case Number whole -> number(6, whole.longValue(), to);
            case Binary binary -> bytes(7, binary.getData(), to);
            case byte[] raw -> bytes(7, raw, to);
            default -> bytes(8, value.toString().getBytes(StandardCharsets.UTF_8), to);
        }
    }

    /** A map is a list of keys with values (see {@code AvroDocuments}), whose order means nothing. */
    private static List<?> inOrder(List<?> list) {
        return list.stream()
                        .allMatch(element -> element instanceof Document entry
                                && entry.keySet().equals(ENTRY))
                ? list.stream()
                        .sorted(Comparator.comparing(element -> String.valueOf(((Document) element).get("k"))))
                        .toList()
                : list;
    }

    private static void bytes(int kind, byte[] bytes, MessageDigest to) {
        number(kind, bytes.length, to);
        to.update(bytes);
    }

    private static void number(int kind, long number, MessageDigest to) {
        to.update((byte) kind);
        to.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }
}
