package dev.rollcall.ingest.delivery.projection;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Sorts;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.schemas.delivery.ReceiptDocuments;
import dev.rollcall.schemas.topic.Keys;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Brings the states of dead letters to what follows from all that is known of them. Blocking. */
@Component
final class LetterStates {

    /** A newer state of a group says nothing of the members that couldn't be added with an older one. */
    private static final String MISSING_MEMBERS = "missing-members";

    private static final List<String> TAKEN = List.of(DeliveryOutcome.DELIVERED.name(), DeliveryOutcome.SKIPPED.name());

    private final MongoCollection<Document> letters;
    private final MongoCollection<Document> receipts;

    LetterStates(MongoDatabase directoryDatabase) {
        this.letters = directoryDatabase.getCollection(LetterDocuments.COLLECTION);
        this.receipts = directoryDatabase.getCollection(ReceiptDocuments.COLLECTION);
    }

    /** The unresolved letters of which these receipts may be the end. */
    Set<String> concernedBy(List<DeliveryReceipt> told) {
        Set<String> deliveries = told.stream()
                .filter(receipt -> receipt.getOutcome() != DeliveryOutcome.FAILED)
                .map(receipt -> Keys.delivery(receipt.getApp(), receipt.getResource()))
                .collect(Collectors.toSet());
        var concerned = new HashSet<String>();
        if (!deliveries.isEmpty()) {
            letters.find(and(
                            in(LetterDocuments.DELIVERY, deliveries),
                            ne(LetterDocuments.STATE, LetterState.RESOLVED.name())))
                    .forEach(letter -> concerned.add(letter.getString(LetterDocuments.ID)));
        }
        return concerned;
    }

    void renew(Collection<String> ids) {
        for (String id : ids) {
            while (!isRenewed(id)) {
                Thread.onSpinWait();
            }
        }
    }

    /** False when something was learned of the letter in the meantime. */
    private boolean isRenewed(String id) {
        Document letter = letters.find(eq(LetterDocuments.ID, id)).first();
        if (letter == null || !letter.containsKey(LetterDocuments.ORDER)) {
            // a retry was read before its letter, which will see it
            return true;
        }
        if (!letter.containsKey(LetterDocuments.DELIVERY)) {
            return isWritten(letter, LetterState.ofStray(failed(letter), retried(letter), isDiscarded(letter)), null);
        }
        DeliveryReceipt own = own(letter);
        DeliveryReceipt newer = newer(letter);
        LetterState state = LetterState.of(failed(letter), retried(letter), own, newer);
        return isWritten(letter, state, newer == null ? own : newer);
    }

    private boolean isWritten(Document letter, LetterState state, @Nullable DeliveryReceipt end) {
        boolean isEnded = state == LetterState.RESOLVED || state == LetterState.SKIPPED;
        Bson settled =
                isEnded && end != null ? set(LetterDocuments.SETTLED, settled(end)) : unset(LetterDocuments.SETTLED);
        return letters.updateOne(
                                and(
                                        eq(LetterDocuments.ID, letter.getString(LetterDocuments.ID)),
                                        eq(LetterDocuments.REVISION, letter.get(LetterDocuments.REVISION))),
                                combine(set(LetterDocuments.STATE, state.name()), settled))
                        .getMatchedCount()
                > 0;
    }

    private @Nullable DeliveryReceipt own(Document letter) {
        return receipt(letter, eq(ReceiptDocuments.SEQUENCE, letter.get(ReceiptDocuments.SEQUENCE)), true);
    }

    /** That somebody gave a newer change up, too, brings the app nothing. */
    private @Nullable DeliveryReceipt newer(Document letter) {
        return MISSING_MEMBERS.equals(letter.getString(LetterDocuments.CODE))
                ? null
                : receipt(
                        letter,
                        and(
                                gt(ReceiptDocuments.SEQUENCE, letter.get(ReceiptDocuments.SEQUENCE)),
                                exists(ReceiptDocuments.OPERATOR, false)),
                        false);
    }

    private @Nullable DeliveryReceipt receipt(Document letter, Bson sequence, boolean isNewestWanted) {
        if (!letter.containsKey(LetterDocuments.DELIVERY) || !letter.containsKey(ReceiptDocuments.SEQUENCE)) {
            return null;
        }
        Document found = receipts.find(and(
                        eq(ReceiptDocuments.RESOURCE, letter.getString(ReceiptDocuments.RESOURCE)),
                        eq(ReceiptDocuments.APP, letter.getString(ReceiptDocuments.APP)),
                        eq(ReceiptDocuments.CONNECTION, letter.getString(ReceiptDocuments.CONNECTION)),
                        in(ReceiptDocuments.OUTCOME, TAKEN),
                        sequence))
                .sort(
                        isNewestWanted
                                ? Sorts.descending(ReceiptDocuments.ID)
                                : Sorts.ascending(ReceiptDocuments.SEQUENCE, ReceiptDocuments.ID))
                .limit(1)
                .first();
        return found == null ? null : ReceiptDocuments.receipt(found);
    }

    private static Instant failed(Document letter) {
        return letter.getDate(LetterDocuments.TIME).toInstant();
    }

    private static boolean isDiscarded(Document letter) {
        return letter.getList(LetterDocuments.RETRIES, Document.class, List.of()).stream()
                .anyMatch(wish -> wish.getBoolean(LetterDocuments.DISCARDED, false));
    }

    private static @Nullable Instant retried(Document letter) {
        return letter.getList(LetterDocuments.RETRIES, Document.class, List.of()).stream()
                .map(retry -> retry.getDate(LetterDocuments.TIME))
                .filter(Objects::nonNull)
                .map(Date::toInstant)
                .max(Instant::compareTo)
                .orElse(null);
    }

    private static Document settled(DeliveryReceipt end) {
        Document settled = new Document(LetterDocuments.TIME, Date.from(end.getTime()))
                .append(ReceiptDocuments.OUTCOME, end.getOutcome().name())
                .append(ReceiptDocuments.SEQUENCE, end.getSequence());
        if (end.getOperator() != null) {
            settled.append(ReceiptDocuments.OPERATOR, end.getOperator());
        }
        return end.getReason() == null ? settled : settled.append("reason", end.getReason());
    }
}
