package dev.rollcall.ingest.app.preview;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What apps have, by the ledger. Blocking. */
@Component
final class HeldResources {

    private final MongoDatabase database;

    HeldResources(MongoDatabase directoryDatabase) {
        this.database = directoryDatabase;
    }

    /** By id; one that the app was never told of is absent. */
    Map<String, LedgerEntry> find(Collection<String> ids) {
        var found = new HashMap<String, LedgerEntry>();
        database.getCollection(LedgerEntry.COLLECTION)
                .find(Filters.in("_id", ids))
                .map(LedgerEntry::from)
                .forEach(entry -> found.put(entry.id(), entry));
        return found;
    }
}
