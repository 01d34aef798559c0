package dev.rollcall.schemas.delivery;

import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.schemas.directory.AvroDocuments;
import java.time.Instant;
import org.bson.Document;

/**
 * Receipts as documents of {@link #COLLECTION}: their fields, and an {@code _id} that begins with their time, so that its
 * order is that of time and what is old is found without an index.
 */
public final class ReceiptDocuments {

    public static final String COLLECTION = "receipts";
    public static final String ID = "_id";
    public static final String APP = "app";
    public static final String CONNECTION = "connection";
    public static final String RESOURCE = "resource";
    public static final String CHANGE = "change";
    public static final String SEQUENCE = "sequence";
    public static final String OUTCOME = "outcome";
    public static final String OPERATOR = "operator";
    public static final String REPLAY = "replay";

    private ReceiptDocuments() {}

    public static Document of(DeliveryReceipt receipt) {
        return AvroDocuments.toDocument(receipt).append(ID, id(receipt));
    }

    public static String id(DeliveryReceipt receipt) {
        return at(receipt.getTime()) + '-' + receipt.getApp() + '-' + receipt.getChange();
    }

    public static DeliveryReceipt receipt(Document document) {
        return AvroDocuments.fromDocument(DeliveryReceipt.class, document);
    }

    /** A time in order as text: what all ids of that time begin with, and those of earlier times are less than. */
    public static String at(Instant time) {
        String millis = Long.toHexString(Math.max(0, time.toEpochMilli()));
        return "0".repeat(Math.max(0, 12 - millis.length())) + millis;
    }
}
