package dev.rollcall.ingest.delivery.projection;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.min;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.schemas.delivery.ReceiptDocuments;
import dev.rollcall.schemas.directory.AvroDocuments;
import dev.rollcall.schemas.topic.Keys;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Dead letters as documents: their fields but the record, which stays on the topic, and what is known of them besides. A
 * letter that comes again, for a retry failed, is the same document. {@link #REVISION} counts what was learned, so that a
 * state is never written that follows from less.
 */
public final class LetterDocuments {

    public static final String COLLECTION = "dead_letters";
    public static final String ID = "_id";
    /** Its newest failure's time as text and its id: the order of the list. */
    public static final String ORDER = "order";

    public static final String STATE = "state";
    public static final String CODE = "code";
    public static final String FAULT = "fault";
    public static final String TIME = "time";
    public static final String FIRST = "first";
    public static final String RETRIES = "retries";
    public static final String SETTLED = "settled";
    /** Where the letter is on its topic. */
    public static final String LETTER_PARTITION = "letterPartition";

    public static final String LETTER_OFFSET = "letterOffset";
    /** The app and the resource, see {@link Keys#delivery}. */
    public static final String DELIVERY = "delivery";

    static final String REVISION = "revision";
    static final String DISCARDED = "discarded";

    private LetterDocuments() {}

    static UpdateOneModel<Document> fact(Placed<DeadLetter> placed) {
        DeadLetter letter = placed.record();
        Document fields = AvroDocuments.toDocument(
                DeadLetter.newBuilder(letter).setRecord(null).build());
        fields.remove("id");
        fields.remove(TIME);
        fields.append(LETTER_PARTITION, placed.partition()).append(LETTER_OFFSET, placed.offset());
        if (letter.getApp() != null && letter.getResource() != null) {
            fields.append(DELIVERY, Keys.delivery(letter.getApp(), letter.getResource()));
        }
        var updates = new ArrayList<Bson>();
        fields.forEach((name, value) -> updates.add(set(name, value)));
        updates.add(max(TIME, Date.from(letter.getTime())));
        updates.add(max(ORDER, ReceiptDocuments.at(letter.getTime()) + '-' + letter.getId()));
        updates.add(min(FIRST, Date.from(letter.getTime())));
        // until its state is computed, a moment later
        updates.add(setOnInsert(STATE, LetterState.OPEN.name()));
        return update(letter.getId(), updates);
    }

    static UpdateOneModel<Document> fact(DeliveryRetry retry) {
        Document wish = new Document(TIME, Date.from(retry.getTime())).append("operator", retry.getOperator());
        if (retry.getDiscarded()) {
            wish.append(DISCARDED, true);
        }
        if (retry.getReason() != null) {
            wish.append("reason", retry.getReason());
        }
        return update(retry.getId(), new ArrayList<>(List.of(addToSet(RETRIES, wish))));
    }

    private static UpdateOneModel<Document> update(String id, List<Bson> updates) {
        updates.add(inc(REVISION, 1L));
        return new UpdateOneModel<>(eq(ID, id), combine(updates), new UpdateOptions().upsert(true));
    }

    /** The letter without its record. */
    public static DeadLetter letter(Document document) {
        return AvroDocuments.fromDocument(
                DeadLetter.class, new Document(document).append("id", document.getString(ID)));
    }
}
