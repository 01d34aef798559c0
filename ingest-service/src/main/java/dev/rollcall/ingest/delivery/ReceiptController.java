package dev.rollcall.ingest.delivery;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The admin API for receipts: what became of every delivery. */
@RestController
@RequestMapping("/api/v1/receipts")
final class ReceiptController {

    private final ReceiptLog receipts;
    private final Scheduler blocking;

    ReceiptController(ReceiptLog receipts, Scheduler blocking) {
        this.receipts = receipts;
        this.blocking = blocking;
    }

    /** Newest first. */
    @GetMapping
    Mono<ReceiptLog.ReceiptPage> list(
            @RequestParam(required = false) @Nullable String app,
            @RequestParam(required = false) @Nullable String connection,
            @RequestParam(required = false) @Nullable String resource,
            @RequestParam(required = false) @Nullable String change,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return Mono.fromCallable(() -> receipts.list(app, connection, resource, change, outcome, cursor, limit))
                .subscribeOn(blocking);
    }
}
