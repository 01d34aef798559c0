package dev.rollcall.sync.drift;

import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.topic.Keys;

/** A resource of ours, which may be there no longer. */
record Ours(ResourceType type, String connection, String id) {

    static Ours of(LedgerEntry entry) {
        return new Ours(entry.type(), entry.connection(), entry.resource());
    }

    /** Its key in the directory. */
    String key() {
        return Keys.resource(connection, id);
    }

    String ledgerId(String app) {
        return LedgerEntry.id(app, type, connection, id);
    }
}
