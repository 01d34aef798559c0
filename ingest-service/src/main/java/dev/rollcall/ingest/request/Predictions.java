package dev.rollcall.ingest.request;

import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.schemas.directory.StateLoader;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/**
 * Predicts what the worker will decide: with the same decider, on the directory and on what was predicted since. What
 * was predicted for a connection is kept until its requests have their results.
 */
@Component
final class Predictions {

    /** While MongoDB is away, the predictions of a connection fail one after the other, and each takes its time. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final StateLoader loader;
    private final ConcurrentMap<String, Overlay> overlays = new ConcurrentHashMap<>();

    Predictions(StateLoader loader) {
        this.loader = loader;
    }

    /** Takes into account, from now on, a request that is told its outcome later and asks for no prediction. */
    void expect(ProvisioningRequest request) {
        overlay(request).expect(request);
    }

    /** As {@link #expect(ProvisioningRequest)}, of one that is published already, whose result may be there. */
    void expect(ProvisioningRequest request, CompletableFuture<ProvisioningResult> own) {
        expect(request);
        resolvedBy(own);
    }

    /** What was expected couldn't be published. Returns at once, whatever the overlay waits for. */
    void forget(ProvisioningRequest request) {
        Thread.startVirtualThread(() -> overlay(request).forget(request.getId()));
    }

    /**
     * The request's outcome: predicted, or the worker's own when that comes first. Blocking, but not for long.
     *
     * @param wantsMembers whether the outcome of a group's request tells its members
     * @throws com.mongodb.MongoException when the directory can't be reached
     * @throws RetryLaterException 503 when neither has come in time
     * @throws CancellationException when the calling thread is interrupted
     */
    Outcome predict(ProvisioningRequest request, boolean wantsMembers, CompletableFuture<ProvisioningResult> own) {
        var first = new CompletableFuture<Outcome>();
        Thread predicting = Thread.startVirtualThread(() -> {
            try {
                first.complete(predictNow(request, wantsMembers, own));
            } catch (Throwable e) {
                first.completeExceptionally(e);
            }
        });
        own.thenAccept(result -> first.complete(new Outcome.Applied(result)));
        try {
            return first.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw RetryLaterException.unavailable(
                    "This push was taken, but what it will come to can't be told at the moment. Repeat it later.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } finally {
            predicting.interrupt();
        }
    }

    /** What the decider says on the directory as it is, whatever is on its way. Blocking; nothing is kept of it. */
    ProvisioningResult rehearse(ProvisioningRequest request) {
        return new Overlay(loader).predict(request, false).result();
    }

    private Outcome predictNow(
            ProvisioningRequest request, boolean wantsMembers, CompletableFuture<ProvisioningResult> own) {
        try {
            return overlay(request).predict(request, wantsMembers);
        } finally {
            resolvedBy(own);
        }
    }

    /** A result that came before the overlay knew of the request has resolved nothing. */
    private void resolvedBy(CompletableFuture<ProvisioningResult> own) {
        if (own.state() == Future.State.SUCCESS) {
            resolved(own.resultNow());
        }
    }

    private Overlay overlay(ProvisioningRequest request) {
        return overlays.computeIfAbsent(request.getConnection(), _ -> new Overlay(loader));
    }

    /** The worker has decided a request: what was predicted for it is no longer needed. */
    void resolved(ProvisioningResult result) {
        Overlay overlay = overlays.get(result.getConnection());
        if (overlay != null) {
            overlay.resolved(result);
        }
    }
}
