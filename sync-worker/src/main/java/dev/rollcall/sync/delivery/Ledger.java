package dev.rollcall.sync.delivery;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.directory.GuardedWrites;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.bson.Document;
import org.springframework.data.mongodb.core.MongoTemplate;

/** What every app has of every resource; an older write never wins over a newer one. */
public final class Ledger {

    private static final int CHUNK = 1_000;

    private final MongoCollection<Document> entries;
    private final BooleanSupplier isWhole;

    public Ledger(MongoTemplate mongo) {
        this(mongo, () -> true);
    }

    /** @param isWhole whether what isn't found isn't there, asked after that; the ledger may be lost */
    public Ledger(MongoTemplate mongo, BooleanSupplier isWhole) {
        this.entries = mongo.getCollection(LedgerEntry.COLLECTION);
        this.isWhole = isWhole;
    }

    public void createIndexes() {
        entries.createIndex(
                Indexes.ascending(LedgerEntry.APP, LedgerEntry.REMOTE_ID),
                new IndexOptions().name("ledger_app_remoteId"));
    }

    /**
     * The entries with these ids, by id; one that was never written is absent.
     *
     * @throws MongoException when some are absent and the ledger was lost
     */
    public Map<String, LedgerEntry> find(Collection<String> ids) {
        var found = new HashMap<String, LedgerEntry>();
        var all = List.copyOf(ids);
        for (int at = 0; at < all.size(); at += CHUNK) {
            List<String> chunk = all.subList(at, Math.min(all.size(), at + CHUNK));
            for (Document document : entries.find(Filters.in("_id", chunk))) {
                LedgerEntry entry = LedgerEntry.from(document);
                found.put(entry.id(), entry);
            }
        }
        if (found.size() < all.size() && !isWhole.getAsBoolean()) {
            throw new MongoException("The ledger was lost, and is being completed from the receipts");
        }
        return found;
    }

    /**
     * Looks at all entries of an app's resources of a connection.
     *
     * @throws MongoException when the ledger was lost
     */
    public void each(String app, ResourceType type, String connection, Consumer<LedgerEntry> look) {
        String prefix = LedgerEntry.id(app, type, connection, "");
        // the slash that ends the prefix is followed by 0 in the order
        String end = prefix.substring(0, prefix.length() - 1) + '0';
        for (Document document : entries.find(Filters.and(Filters.gt("_id", prefix), Filters.lt("_id", end)))
                .batchSize(CHUNK)) {
            look.accept(LedgerEntry.from(document));
        }
        if (!isWhole.getAsBoolean()) {
            throw new MongoException("The ledger was lost, and is being completed from the receipts");
        }
    }

    /** Writes what receipts say, each unless the same or a newer one is there; durable when it returns. */
    public void recall(Collection<LedgerEntry> recalled) {
        write(recalled, GuardedWrites::lower);
    }

    /**
     * Whether another resource of ours, that isn't deleted, has this counterpart in the app.
     *
     * @param newer entries that are newer than what is written
     */
    boolean isOfAnother(LedgerEntry entry, ResourceType type, String remoteId, Map<String, LedgerEntry> newer) {
        var filter = Filters.and(Filters.eq(LedgerEntry.APP, entry.app()), Filters.eq(LedgerEntry.REMOTE_ID, remoteId));
        for (Document document : entries.find(filter)) {
            LedgerEntry written = LedgerEntry.from(document);
            LedgerEntry other = newer.getOrDefault(written.id(), written);
            if (other.type() == type && !other.deleted() && !other.id().equals(entry.id())) {
                return true;
            }
        }
        return false;
    }

    /** Which of an app's resources stand for ones of a connection, or did so. */
    Set<String> ours(String app, ResourceType type, String connection, Collection<String> remoteIds) {
        var ours = new HashSet<String>();
        var all = List.copyOf(remoteIds);
        for (int at = 0; at < all.size(); at += CHUNK) {
            var filter = Filters.and(
                    Filters.eq(LedgerEntry.APP, app),
                    Filters.in(LedgerEntry.REMOTE_ID, all.subList(at, Math.min(all.size(), at + CHUNK))));
            for (Document document : entries.find(filter)) {
                LedgerEntry entry = LedgerEntry.from(document);
                if (entry.type() == type && entry.connection().equals(connection)) {
                    ours.add(String.valueOf(entry.remoteId()));
                }
            }
        }
        if (ours.size() < all.size() && !isWhole.getAsBoolean()) {
            throw new MongoException("The ledger was lost, and is being completed from the receipts");
        }
        return ours;
    }

    /**
     * The app is another one, or elsewhere: who was there is looked for, as one who comes back, and nobody vouches for them
     * until then. Durable when it returns.
     */
    public void forgetCounterparts(String app) {
        var unknown = new Document(LedgerEntry.REMOTE_ID, null).append(LedgerEntry.HASH, null);
        entries.updateMany(
                Filters.and(Filters.eq(LedgerEntry.APP, app), Filters.ne(LedgerEntry.DELETED, true)),
                new Document(
                        "$set",
                        new Document(unknown)
                                .append(LedgerEntry.DELETED, true)
                                .append(LedgerEntry.OUTCOME, DeliveryOutcome.FAILED.name())));
        entries.updateMany(
                Filters.and(Filters.eq(LedgerEntry.APP, app), Filters.ne(LedgerEntry.REMOTE_ID, null)),
                new Document("$set", unknown));
    }

    /** Writes the entries, each unless a newer one is there; durable when it returns. */
    public void write(Collection<LedgerEntry> written) {
        write(written, GuardedWrites::lowerOrSame);
    }

    private void write(Collection<LedgerEntry> written, BiFunction<Object, Long, Document> guard) {
        var updates = new ArrayList<UpdateOneModel<Document>>();
        for (LedgerEntry entry : written) {
            Document document = entry.toDocument();
            Object id = Objects.requireNonNull(document.remove("_id"));
            updates.add(new UpdateOneModel<>(
                    guard.apply(id, entry.sequence()),
                    new Document("$set", document),
                    new UpdateOptions().upsert(true)));
        }
        GuardedWrites.write(entries, updates);
    }
}
