package dev.rollcall.ingest.delivery.projection;

import com.mongodb.client.model.Projections;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.schemas.delivery.ReceiptDocuments;
import java.time.Duration;
import java.time.Instant;
import org.bson.Document;
import org.bson.conversions.Bson;

/** That an app has a change, as its receipt says; of receipts no more is read, for there is one to read for each delivery. */
record Had(String app, String connection, String change, Instant time, Duration latency) {

    private static final String TIME = "time";
    private static final String LATENCY = "latencyMillis";

    static final Bson FIELDS = Projections.fields(
            Projections.excludeId(),
            Projections.include(
                    ReceiptDocuments.APP,
                    ReceiptDocuments.CONNECTION,
                    ReceiptDocuments.CHANGE,
                    ReceiptDocuments.OUTCOME,
                    ReceiptDocuments.OPERATOR,
                    TIME,
                    LATENCY));

    /** Whether an outcome means that the app has the change. */
    static boolean is(DeliveryOutcome outcome) {
        return outcome == DeliveryOutcome.DELIVERED || outcome == DeliveryOutcome.SKIPPED;
    }

    /** Whether a receipt says so, and nobody told it to: asked here, for by the changes alone an index finds them. */
    static boolean isSo(Document receipt) {
        return receipt.get(ReceiptDocuments.OPERATOR) == null
                && is(DeliveryOutcome.valueOf(receipt.getString(ReceiptDocuments.OUTCOME)));
    }

    static Had of(Document receipt) {
        return new Had(
                receipt.getString(ReceiptDocuments.APP),
                receipt.getString(ReceiptDocuments.CONNECTION),
                receipt.getString(ReceiptDocuments.CHANGE),
                receipt.getDate(TIME).toInstant(),
                Duration.ofMillis(receipt.get(LATENCY, Number.class).longValue()));
    }
}
