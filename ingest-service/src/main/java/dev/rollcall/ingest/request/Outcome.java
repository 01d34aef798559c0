package dev.rollcall.ingest.request;

import dev.rollcall.event.ProvisioningResult;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of a push: decided by the worker, or what it will most likely decide. */
public sealed interface Outcome {

    ProvisioningResult result();

    /** A group's members where the directory doesn't have them yet. */
    default Optional<Set<String>> members() {
        return Optional.empty();
    }

    /** The worker's own result; the directory shows it. */
    record Applied(ProvisioningResult result) implements Outcome {}

    /** Our prediction; the push is durable and will be applied. */
    record Predicted(ProvisioningResult result, @Nullable Set<String> predictedMembers) implements Outcome {
        @Override
        public Optional<Set<String>> members() {
            return Optional.ofNullable(predictedMembers);
        }
    }

    /** The label of the counter {@code rollcall.requests}. */
    default String label() {
        return switch (this) {
            case Applied applied -> applied.result().getStatus() < 400 ? "applied" : "rejected";
            case Predicted _ -> "predicted";
        };
    }
}
