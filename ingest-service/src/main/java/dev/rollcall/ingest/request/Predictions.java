package dev.rollcall.ingest.request;

import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.schemas.directory.StateLoader;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;

/**
 * Predicts what the worker will decide: with the same decider, on the directory and on what was predicted since. What
 * was predicted for a connection is kept until its requests have their results.
 */
@Component
final class Predictions {

    private final StateLoader loader;
    private final Directory directory;
    private final ConcurrentMap<String, Overlay> overlays = new ConcurrentHashMap<>();

    Predictions(StateLoader loader, Directory directory) {
        this.loader = loader;
        this.directory = directory;
    }

    /**
     * The request's outcome: predicted, or the worker's own when it came meanwhile. Blocking.
     *
     * @param wantsMembers whether the outcome of a group's request tells its members
     * @throws com.mongodb.MongoException when the directory can't be reached
     */
    Outcome predict(ProvisioningRequest request, boolean wantsMembers, CompletableFuture<ProvisioningResult> own) {
        Overlay overlay = overlays.computeIfAbsent(request.getConnection(), _ -> new Overlay(loader, directory));
        Outcome.Predicted predicted = overlay.predict(request, wantsMembers);
        // a result that came before the overlay knew of the request has resolved nothing
        return Optional.ofNullable(own.getNow(null))
                .<Outcome>map(result -> {
                    resolved(result);
                    return new Outcome.Applied(result);
                })
                .orElse(predicted);
    }

    /** The worker has decided a request: what was predicted for it is no longer needed. */
    void resolved(ProvisioningResult result) {
        Overlay overlay = overlays.get(result.getConnection());
        if (overlay != null) {
            overlay.resolved(result);
        }
    }
}
