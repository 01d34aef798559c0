package dev.rollcall.ingest.activity;

import java.time.Instant;
import java.util.UUID;

/** The time that the id of an entry tells (UUIDv7, RFC 9562 §5.7). */
final class EntryTime {

    private EntryTime() {}

    static Instant of(String id) {
        return Instant.ofEpochMilli(UUID.fromString(id).getMostSignificantBits() >>> 16);
    }
}
