package dev.rollcall.ingest.delivery.projection;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.WriteModel;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.schemas.delivery.ReceiptDocuments;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.bson.Document;
import org.springframework.stereotype.Component;

/**
 * Writes what is learned of deliveries: first the facts, then the states that follow from all facts that are there. Two
 * instances that learn of a letter and of its receipt at once each see the other's, or are seen by it. Blocking.
 */
@Component
public final class DeliveryStore {

    private final MongoDatabase database;
    private final ReceiptWriter receipts;
    private final LetterStates states;
    private final LastApp lastApp;

    DeliveryStore(MongoDatabase directoryDatabase, ReceiptWriter receipts, LetterStates states, LastApp lastApp) {
        this.database = directoryDatabase;
        this.receipts = receipts;
        this.states = states;
        this.lastApp = lastApp;
    }

    public void learn(News news) {
        List<DeliveryReceipt> added = receipts.write(news.receipts());
        var touched = new HashSet<String>();
        var facts = new ArrayList<WriteModel<Document>>();
        news.letters().forEach(letter -> {
            touched.add(letter.record().getId());
            facts.add(LetterDocuments.fact(letter));
        });
        news.retries().forEach(retry -> {
            touched.add(retry.getId());
            facts.add(LetterDocuments.fact(retry));
        });
        if (!facts.isEmpty()) {
            // a letter may be in it twice, and the later one counts
            letters().bulkWrite(facts, new BulkWriteOptions().ordered(true));
        }
        touched.addAll(states.concernedBy(news.receipts()));
        states.renew(touched);
        lastApp.observe(added);
    }

    void createIndexes() {
        MongoCollection<Document> all = database.getCollection(ReceiptDocuments.COLLECTION);
        index(all, "receipts_by_app", ReceiptDocuments.APP, ReceiptDocuments.ID);
        index(all, "receipts_by_resource", ReceiptDocuments.RESOURCE, ReceiptDocuments.ID);
        index(all, "receipts_by_change", ReceiptDocuments.CHANGE);
        all.createIndex(
                Indexes.ascending(ReceiptDocuments.REPLAY),
                new IndexOptions().name("receipts_by_replay").sparse(true));
        index(letters(), "dead_letters_by_order", LetterDocuments.ORDER);
        index(letters(), "dead_letters_by_state", LetterDocuments.STATE, LetterDocuments.ORDER);
        letters()
                .createIndex(
                        Indexes.ascending(LetterDocuments.DELIVERY),
                        new IndexOptions().name("dead_letters_by_delivery").sparse(true));
    }

    private MongoCollection<Document> letters() {
        return database.getCollection(LetterDocuments.COLLECTION);
    }

    private static void index(MongoCollection<Document> collection, String name, String... fields) {
        collection.createIndex(Indexes.ascending(fields), new IndexOptions().name(name));
    }
}
