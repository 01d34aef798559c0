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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** The admin API for receipts: what became of every delivery. */
@RestController
@RequestMapping("/api/v1/receipts")
final class ReceiptController {

    private static final List<DeliveryOutcome> OUTCOMES =
            List.of(DeliveryOutcome.DELIVERED, DeliveryOutcome.SKIPPED, DeliveryOutcome.FAILED);

    private final Pages pages;
    private final Scheduler blocking;

    ReceiptController(MongoDatabase directoryDatabase, Scheduler blocking) {
        this.pages = new Pages(directoryDatabase.getCollection(ReceiptDocuments.COLLECTION), ReceiptDocuments.ID);
        this.blocking = blocking;
    }

    /** @param nextCursor to be sent as {@code cursor} for the page after this; absent on the last one */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReceiptPage(List<ReceiptView> receipts, @Nullable String nextCursor) {}

    /** Newest first. */
    @GetMapping
    Mono<ReceiptPage> list(
            @RequestParam(required = false) @Nullable String app,
            @RequestParam(required = false) @Nullable String connection,
            @RequestParam(required = false) @Nullable String resource,
            @RequestParam(required = false) @Nullable String change,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return Mono.fromCallable(() -> {
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
                    Pages.Page page =
                            pages.newestFirst(indexed, others, Parameters.cursor(cursor), Parameters.limit(limit));
                    return new ReceiptPage(
                            page.documents().stream()
                                    .map(ReceiptDocuments::receipt)
                                    .map(ReceiptView::of)
                                    .toList(),
                            page.next());
                })
                .subscribeOn(blocking);
    }

    private static void add(String field, @Nullable String value, List<Bson> indexed, List<Bson> others) {
        if (value != null) {
            (indexed.isEmpty() ? indexed : others).add(eq(field, value));
        }
    }
}
