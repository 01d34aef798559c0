package dev.rollcall.sync.fanout;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.event.AppKind;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.delivery.Ledger;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers where each app is. An id that another server gave may be somebody else's at the one that an app is moved to, or
 * that one of the same id is made for: it would be overwritten, or deleted.
 */
final class Targets {

    private static final Logger log = LoggerFactory.getLogger(Targets.class);
    private static final String TARGET = "target";

    private final MongoCollection<Document> targets;
    private final Ledger ledger;

    Targets(MongoDatabase database, Ledger ledger) {
        this.targets = database.getCollection("app_targets");
        this.ledger = ledger;
    }

    /**
     * Has the ledger forget what an app was given elsewhere; to be called while this worker delivers nothing to it.
     *
     * @param before as this worker delivered to it; null where it didn't
     */
    void arrive(App app, @Nullable App before) {
        String here = target(app);
        Document known = targets.find(Filters.eq("_id", app.id())).first();
        boolean isMoved = known != null && !here.equals(known.getString(TARGET));
        // another worker may have noticed first, while this one wrote down ids of the former target still
        if (isMoved || before != null && !here.equals(target(before))) {
            ledger.forgetCounterparts(app.id());
            log.atWarn()
                    .addKeyValue("app", app.id())
                    .addKeyValue("kind", app.kind())
                    .log("The app is at another place now; what it has there is looked for");
        }
        if (known == null || isMoved) {
            targets.replaceOne(
                    Filters.eq("_id", app.id()),
                    new Document("_id", app.id()).append(TARGET, here),
                    new ReplaceOptions().upsert(true));
        }
    }

    /** Where its ids are valid; who is only told gives none. */
    private static String target(App app) {
        return app.kind() == AppKind.SCIM
                ? app.kind() + " " + app.url()
                : app.kind().name();
    }
}
