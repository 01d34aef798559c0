package dev.rollcall.schemas.decide;

import dev.rollcall.event.Cause;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.event.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The changes and writes of one request while it is being decided; numbers them. */
final class Draft {

    private final ProvisioningRequest request;
    private final List<IdentityChange> changes = new ArrayList<>();
    private final List<StateWrite> writes = new ArrayList<>();
    private final List<String> warnings;
    private long sequence;

    Draft(ProvisioningRequest request, long sequence, List<String> warnings) {
        this.request = request;
        this.sequence = sequence;
        this.warnings = warnings;
    }

    /** The sequence that the change made {@code ahead} changes from now will have; 1 is the next one. */
    long sequence(int ahead) {
        return sequence + ahead;
    }

    void write(StateWrite write) {
        writes.add(write);
    }

    /** What is to become the next change; the caller sets kind, versions and states. */
    IdentityChange.Builder next(ResourceType type, String resource, Cause cause) {
        return IdentityChange.newBuilder()
                .setId(request.getId() + "-" + changes.size())
                .setConnection(request.getConnection())
                .setSequence(sequence + 1)
                .setTime(request.getTime())
                .setResourceType(type)
                .setResource(resource)
                .setTxn(request.getId())
                .setCause(cause == Cause.REQUEST && request.getCause() != null ? request.getCause() : cause)
                .setOperator(request.getOperator())
                .setReason(request.getReason());
    }

    void add(IdentityChange.Builder change) {
        changes.add(change.build());
        sequence++;
    }

    Decision accepted(int status, @Nullable SpecificRecord resource) {
        var result = result(request, status, resource, warnings);
        result.setSequence(sequence);
        if (changes.isEmpty()) {
            return new Decision.Unchanged(result);
        }
        result.setChanged(true);
        result.setChanges(changes.size());
        result.setKinds(kinds());
        for (IdentityChange change : changes) {
            result.setMembersAdded(
                    result.getMembersAdded() + change.getMembersAdded().size());
            result.setMembersRemoved(
                    result.getMembersRemoved() + change.getMembersRemoved().size());
        }
        return new Decision.Accepted(List.copyOf(changes), List.copyOf(writes), result);
    }

    private List<String> kinds() {
        var kinds = new LinkedHashSet<String>();
        for (IdentityChange change : changes) {
            kinds.add(change.getKind());
            kinds.addAll(change.getAlsoKinds());
        }
        return List.copyOf(kinds);
    }

    static ProvisioningResult result(
            ProvisioningRequest request, int status, @Nullable SpecificRecord resource, List<String> warnings) {
        return ProvisioningResult.newBuilder()
                .setRequest(request.getId())
                .setConnection(request.getConnection())
                .setStatus(status)
                .setResource(resource)
                .setWarnings(warnings)
                .build();
    }
}
