package dev.rollcall.ingest.delivery;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.schemas.delivery.ReceiptDocuments;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** The receipts as they are projected. Blocking. */
@Component
public final class ReceiptLog {

    private static final List<DeliveryOutcome> OUTCOMES =
            List.of(DeliveryOutcome.DELIVERED, DeliveryOutcome.SKIPPED, DeliveryOutcome.FAILED);

    private final Pages pages;

    ReceiptLog(MongoDatabase directoryDatabase) {
        this.pages = new Pages(directoryDatabase.getCollection(ReceiptDocuments.COLLECTION), ReceiptDocuments.ID);
    }

    /** @param nextCursor to be sent as {@code cursor} for the page after this; absent on the last one */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReceiptPage(
            List<ReceiptView> receipts, @Nullable String nextCursor) {}

    /** Newest first; what is null narrows nothing down. */
    public ReceiptPage list(
            @Nullable String app,
            @Nullable String connection,
            @Nullable String resource,
            @Nullable String change,
            @Nullable String outcome,
            @Nullable String cursor,
            @Nullable Integer limit) {
        var indexed = new ArrayList<Bson>();
        var others = new ArrayList<Bson>();
        // the first that narrows it down most
        add(ReceiptDocuments.CHANGE, change, indexed, others);
        add(ReceiptDocuments.RESOURCE, resource, indexed, others);
        add(ReceiptDocuments.APP, app, indexed, others);
        if (connection != null) {
            others.add(eq(ReceiptDocuments.CONNECTION, connection));
        }
        List<String> outcomes = Parameters.names("outcome", outcome, OUTCOMES);
        if (!outcomes.isEmpty()) {
            others.add(in(ReceiptDocuments.OUTCOME, outcomes));
        }
        Pages.Page page = pages.newestFirst(indexed, others, Parameters.cursor(cursor), Parameters.limit(limit));
        return new ReceiptPage(
                page.documents().stream()
                        .map(ReceiptDocuments::receipt)
                        .map(ReceiptView::of)
                        .toList(),
                page.next());
    }

    private static void add(String field, @Nullable String value, List<Bson> indexed, List<Bson> others) {
        if (value != null) {
            (indexed.isEmpty() ? indexed : others).add(eq(field, value));
        }
    }
}
