package dev.rollcall.ingest.delivery.projection;

import static com.mongodb.client.model.Filters.in;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.schemas.delivery.ReceiptDocuments;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** Writes receipts, each once. One that is only told again counts where the first never came. */
@Component
final class ReceiptWriter {

    private static final int DUPLICATE_KEY = 11_000;

    private final MongoCollection<Document> receipts;

    ReceiptWriter(MongoDatabase directoryDatabase) {
        this.receipts = directoryDatabase.getCollection(ReceiptDocuments.COLLECTION);
    }

    /** Returns those that weren't there. */
    List<DeliveryReceipt> write(List<DeliveryReceipt> told) {
        List<DeliveryReceipt> receipts = withoutKnownRepeats(told);
        if (receipts.isEmpty()) {
            return List.of();
        }
        var writes = receipts.stream()
                .map(receipt -> new InsertOneModel<>(ReceiptDocuments.of(receipt)))
                .toList();
        try {
            this.receipts.bulkWrite(writes, new BulkWriteOptions().ordered(false));
            return receipts;
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null
                    || e.getWriteErrors().stream().anyMatch(error -> error.getCode() != DUPLICATE_KEY)) {
                throw e;
            }
            Set<Integer> known =
                    e.getWriteErrors().stream().map(BulkWriteError::getIndex).collect(Collectors.toSet());
            return IntStream.range(0, receipts.size())
                    .filter(i -> !known.contains(i))
                    .mapToObj(receipts::get)
                    .toList();
        }
    }

    private List<DeliveryReceipt> withoutKnownRepeats(List<DeliveryReceipt> told) {
        Set<String> repeated = told.stream()
                .filter(DeliveryReceipt::getRepeat)
                .map(DeliveryReceipt::getChange)
                .collect(Collectors.toSet());
        if (repeated.isEmpty()) {
            return told;
        }
        var known = new HashSet<String>();
        receipts.find(in(ReceiptDocuments.CHANGE, repeated))
                .projection(Projections.include(ReceiptDocuments.APP, ReceiptDocuments.CHANGE))
                .forEach(found -> known.add(
                        key(found.getString(ReceiptDocuments.APP), found.getString(ReceiptDocuments.CHANGE))));
        var news = new ArrayList<DeliveryReceipt>();
        for (DeliveryReceipt receipt : told) {
            if (known.add(key(receipt.getApp(), receipt.getChange())) || !receipt.getRepeat()) {
                news.add(receipt);
            }
        }
        return news;
    }

    private static String key(String app, String change) {
        return app + '/' + change;
    }
}
