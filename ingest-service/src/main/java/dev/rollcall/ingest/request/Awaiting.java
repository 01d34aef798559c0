package dev.rollcall.ingest.request;

import dev.rollcall.event.ProvisioningResult;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;

/** The requests of this instance that wait for their result. */
@Component
final class Awaiting {

    private static final long FULL_SECONDS = 1;

    private final ConcurrentMap<String, CompletableFuture<ProvisioningResult>> waiting = new ConcurrentHashMap<>();
    private final int max;

    Awaiting(RequestProperties properties, MeterRegistry meters) {
        this.max = properties.maxWaiting();
        Gauge.builder("rollcall.requests.awaiting", waiting, ConcurrentMap::size)
                .description("Requests of this instance that wait for their result.")
                .register(meters);
    }

    /** @throws RetryLaterException 429 when too many wait already */
    CompletableFuture<ProvisioningResult> add(String request) {
        if (waiting.size() >= max) {
            throw RetryLaterException.busy(
                    FULL_SECONDS, "Too many pushes wait for their result on this instance. Repeat this one later.");
        }
        return waiting.computeIfAbsent(request, _ -> new CompletableFuture<>());
    }

    /** Hands over a result; one that nobody here waits for is ignored. */
    void complete(ProvisioningResult result) {
        var waits = waiting.get(result.getRequest());
        if (waits != null) {
            waits.complete(result);
        }
    }

    void remove(String request) {
        waiting.remove(request);
    }
}
