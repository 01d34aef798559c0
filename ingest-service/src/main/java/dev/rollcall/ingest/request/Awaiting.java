package dev.rollcall.ingest.request;

import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.schemas.time.SteadyTime;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;

/** The requests of this instance that wait for their result. */
@Component
final class Awaiting {

    private static final long FULL_SECONDS = 1;
    private static final int PROCESSING = 102;

    /** For how long a worker is taken at its word that it has a request in hand; it says so every second. */
    private static final Duration TRUST = Duration.ofSeconds(3);

    private final ConcurrentMap<String, Awaited> waiting = new ConcurrentHashMap<>();
    private final int max;

    Awaiting(RequestProperties properties, MeterRegistry meters) {
        this.max = properties.maxWaiting();
        Gauge.builder("rollcall.requests.awaiting", waiting, ConcurrentMap::size)
                .description("Requests of this instance that wait for their result.")
                .register(meters);
    }

    /** A result to come. */
    static final class Awaited {

        private final CompletableFuture<ProvisioningResult> result = new CompletableFuture<>();
        private volatile Instant inHandUntil = Instant.MIN;

        CompletableFuture<ProvisioningResult> result() {
            return result;
        }

        /** Until when a worker is trusted to be at it, by {@link SteadyTime}; in the past when none is. */
        Instant inHandUntil() {
            return inHandUntil;
        }
    }

    /** @throws RetryLaterException 429 when too many wait already */
    Awaited add(String request) {
        if (waiting.size() >= max) {
            throw RetryLaterException.busy(
                    FULL_SECONDS, "Too many pushes wait for their result on this instance. Repeat this one later.");
        }
        return waiting.computeIfAbsent(request, _ -> new Awaited());
    }

    /**
     * Hands over a result, or that there will be one soon. What nobody here waits for is ignored.
     *
     * @return whether it is a result
     */
    boolean take(ProvisioningResult result) {
        Awaited waits = waiting.get(result.getRequest());
        boolean isResult = result.getStatus() != PROCESSING;
        if (waits != null && isResult) {
            waits.result.complete(result);
        } else if (waits != null) {
            waits.inHandUntil = SteadyTime.CLOCK.instant().plus(TRUST);
        }
        return isResult;
    }

    void remove(String request) {
        waiting.remove(request);
    }
}
