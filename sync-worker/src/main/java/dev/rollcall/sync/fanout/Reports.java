package dev.rollcall.sync.fanout;

import dev.rollcall.sync.delivery.Settled;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Tells the world how deliveries ended. */
record Reports(Receipts receipts, DeadLetters deadLetters, AppStatuses statuses, DeliveryMetrics metrics) {

    private static final long DURABLE_SECONDS = 60;

    /** Publishes receipts, and dead letters of what was given up; they are durable when it returns. */
    void publish(List<Settled> settled) {
        List<Settled> inOrder = settled.stream()
                .sorted(Comparator.comparingLong(end -> end.delivery().change().getSequence()))
                .toList();
        metrics.count(inOrder);
        await(Stream.concat(
                inOrder.stream().map(receipts::publish),
                inOrder.stream().filter(end -> end.fault() != null).map(deadLetters::publish)));
    }

    static void await(Stream<? extends CompletableFuture<?>> sent) {
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                .orTimeout(DURABLE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
