package dev.rollcall.schemas.decide;

import dev.rollcall.event.Cause;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.event.RequestOutcome;
import dev.rollcall.event.UserState;
import java.util.ArrayList;
import java.util.List;

/** Makes the outcome of an asynchronous request a change of its own, and a state that its client can fetch. */
final class Telling {

    private Telling() {}

    static Decision of(WorkingSet state, ProvisioningRequest request, Decision decided) {
        long sequence =
                state.sequence(request.getConnection()) + decided.changes().size() + 1;
        ProvisioningResult result = decided.result();
        RequestOutcome outcome = outcome(request, result, sequence);
        var changes = new ArrayList<>(decided.changes());
        changes.add(IdentityChange.newBuilder()
                .setId(request.getId() + "-" + changes.size())
                .setConnection(request.getConnection())
                .setSequence(sequence)
                .setTime(request.getTime())
                .setKind(EventUris.ASYNC_RESPONSE)
                .setResourceType(request.getResourceType())
                .setResource(request.getResource())
                .setVersion(version(result))
                .setTxn(request.getId())
                .setCause(Cause.REQUEST)
                .setOutcome(outcome)
                .build());
        var writes = new ArrayList<>(decided.writes());
        writes.add(new StateWrite.OfOutcome(withState(outcome, result)));
        return new Decision.Told(decided, List.copyOf(changes), List.copyOf(writes));
    }

    private static RequestOutcome outcome(ProvisioningRequest request, ProvisioningResult result, long sequence) {
        return RequestOutcome.newBuilder()
                .setConnection(request.getConnection())
                .setTxn(request.getId())
                .setSequence(sequence)
                .setTime(request.getTime())
                .setOperation(request.getOperation())
                .setResourceType(request.getResourceType())
                .setResource(request.getResource())
                .setStatus(result.getStatus())
                .setScimType(result.getScimType())
                .setDetail(result.getDetail())
                .build();
    }

    private static RequestOutcome withState(RequestOutcome outcome, ProvisioningResult result) {
        RequestOutcome.Builder with = RequestOutcome.newBuilder(outcome);
        return switch (result.getResource()) {
            case UserState user -> with.setUser(user).build();
            case GroupState group -> with.setGroup(group).build();
            case null, default -> outcome;
        };
    }

    private static long version(ProvisioningResult result) {
        return switch (result.getResource()) {
            case UserState user -> user.getVersion();
            case GroupState group -> group.getVersion();
            case null, default -> 0;
        };
    }
}
