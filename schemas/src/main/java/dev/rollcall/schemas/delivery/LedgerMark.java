package dev.rollcall.schemas.delivery;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import org.bson.Document;

/**
 * A document in the ledger that says that all receipts are in it. It goes when the ledger goes, so whoever finds no entry
 * looks afterwards whether it is there still. Blocking.
 */
public final class LedgerMark {

    private static final String ID = "_id";
    private static final String MARK = "~whole";
    private static final String INCARNATION = "incarnation";
    private static final String COMPLETE = "complete";

    private final MongoCollection<Document> ledger;

    public LedgerMark(MongoDatabase database) {
        this.ledger = database.getCollection(LedgerEntry.COLLECTION);
    }

    public boolean isWhole() {
        Document mark = ledger.find(eq(ID, MARK)).first();
        return mark != null && mark.getBoolean(COMPLETE, false);
    }

    public void begin(String incarnation) {
        ledger.replaceOne(
                eq(ID, MARK),
                new Document(ID, MARK).append(INCARNATION, incarnation).append(COMPLETE, false),
                new ReplaceOptions().upsert(true));
    }

    /** False when it was lost since it was begun, or begun by another. */
    public boolean complete(String incarnation) {
        return ledger.updateOne(and(eq(ID, MARK), eq(INCARNATION, incarnation)), Updates.set(COMPLETE, true))
                        .getMatchedCount()
                == 1;
    }

    /** Lets it be completed from the receipts again. */
    public void forget() {
        ledger.deleteOne(eq(ID, MARK));
    }
}
