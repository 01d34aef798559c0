package dev.rollcall.ingest.history.restore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The ids of those who are created anew. Ids are never reused, and whoever repeats a restore that broke off must come to
 * the same one, so it follows from the id that was deleted: a UUIDv7 of the time of the deletion.
 */
final class Successors {

    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private Successors() {}

    /** Pure. */
    static String of(String connection, String id, Instant deleted) {
        ByteBuffer random = ByteBuffer.wrap(sha256(connection + '/' + id));
        long high = deleted.toEpochMilli() << 16 | VERSION | random.getLong() & 0x0fffL;
        long low = random.getLong() >>> 2 | VARIANT;
        return new UUID(high, low).toString();
    }

    /** When whoever such an id stands for was deleted; empty of what is no id of this kind. */
    static Optional<Instant> deleted(String id) {
        try {
            return Optional.of(UUID.fromString(id))
                    .filter(uuid -> uuid.version() == VERSION >> 12)
                    .map(uuid -> Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
