package dev.rollcall.ingest.delivery.projection;

import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.DeliveryRetry;
import java.util.List;

/** What is to be known from now on. */
public record News(List<DeliveryReceipt> receipts, List<Placed<DeadLetter>> letters, List<DeliveryRetry> retries) {

    public static News ofReceipts(List<DeliveryReceipt> receipts) {
        return new News(receipts, List.of(), List.of());
    }

    public static News ofRetries(List<DeliveryRetry> retries) {
        return new News(List.of(), List.of(), retries);
    }
}
