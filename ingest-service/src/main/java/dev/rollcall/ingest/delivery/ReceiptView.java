package dev.rollcall.ingest.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.DeliveryReceipt;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A receipt as the admin API shows it; the fields are those of {@link DeliveryReceipt}, where they are described. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReceiptView(
        String app,
        String connection,
        String change,
        String resourceType,
        String resource,
        long sequence,
        String outcome,
        int attempts,
        @Nullable Integer status,
        @Nullable String remoteId,
        Instant time,
        long latencyMs,
        @Nullable String detail,
        @Nullable String operator,
        @Nullable String reason) {

    static ReceiptView of(DeliveryReceipt receipt) {
        return new ReceiptView(
                receipt.getApp(),
                receipt.getConnection(),
                receipt.getChange(),
                Parameters.label(receipt.getResourceType()),
                receipt.getResource(),
                receipt.getSequence(),
                Parameters.label(receipt.getOutcome()),
                receipt.getAttempts(),
                receipt.getStatus(),
                receipt.getRemoteId(),
                receipt.getTime(),
                receipt.getLatencyMillis(),
                receipt.getDetail(),
                receipt.getOperator(),
                receipt.getReason());
    }
}
