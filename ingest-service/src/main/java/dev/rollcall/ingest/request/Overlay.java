package dev.rollcall.ingest.request;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.schemas.decide.Decider;
import dev.rollcall.schemas.decide.Decision;
import dev.rollcall.schemas.decide.Need;
import dev.rollcall.schemas.decide.Needs;
import dev.rollcall.schemas.decide.NotLoadedException;
import dev.rollcall.schemas.decide.WorkingSet;
import dev.rollcall.schemas.directory.StateLoader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was predicted for one connection and isn't decided yet, laid over the directory. One prediction at a time. */
final class Overlay {

    private static final Logger log = LoggerFactory.getLogger(Overlay.class);

    /** Predictions kept; beyond it the oldest is forgotten. Backpressure by lag sets in long before. */
    private static final int MAX_PENDING = 20_000;

    /** Pieces of loaded state kept. */
    private static final int MAX_STATE = 200_000;

    private final StateLoader loader;
    private final Directory directory;
    private final Map<String, Decision> pending = new LinkedHashMap<>();
    private @Nullable WorkingSet state;

    Overlay(StateLoader loader, Directory directory) {
        this.loader = loader;
        this.directory = directory;
    }

    synchronized Outcome.Predicted predict(ProvisioningRequest request, boolean wantsMembers) {
        WorkingSet now = state();
        loader.load(Needs.of(request), now);
        Decision decision = decide(now, request);
        now.apply(decision);
        if (pending.size() >= MAX_PENDING) {
            pending.remove(pending.keySet().iterator().next());
        }
        pending.put(request.getId(), decision);
        return outcome(now, decision.result(), wantsMembers);
    }

    /** The worker has decided something of this connection, so that the directory has moved on. */
    synchronized void resolved(ProvisioningResult result) {
        Decision predicted = pending.remove(result.getRequest());
        if (predicted != null && predicted.result().getStatus() != result.getStatus()) {
            log.atWarn()
                    .addKeyValue("connection", result.getConnection())
                    .addKeyValue("request", result.getRequest())
                    .addKeyValue("predicted", predicted.result().getStatus())
                    .addKeyValue("status", result.getStatus())
                    .log("A request was decided otherwise than predicted; see the dead letters");
        }
        state = null;
    }

    private WorkingSet state() {
        WorkingSet known = state;
        if (known == null || known.size() > MAX_STATE) {
            known = new WorkingSet();
            pending.values().forEach(known::apply);
            state = known;
        }
        return known;
    }

    private Decision decide(WorkingSet now, ProvisioningRequest request) {
        while (true) {
            try {
                return Decider.decide(now, request);
            } catch (NotLoadedException e) {
                loader.load(e.needs(), now);
            }
        }
    }

    private Outcome.Predicted outcome(WorkingSet now, ProvisioningResult result, boolean wantsMembers) {
        Set<String> members = null;
        if (result.getResource() instanceof UserState user) {
            loader.load(Set.of(new Need.GroupsOf(user.getConnection(), user.getId())), now);
            result.setGroups(
                    directory.references(user.getConnection(), now.groupsOf(user.getConnection(), user.getId())));
        } else if (wantsMembers && result.getResource() instanceof GroupState group) {
            loader.load(Set.of(new Need.MembersOf(group.getConnection(), group.getId())), now);
            members = now.members(group.getConnection(), group.getId());
        }
        return new Outcome.Predicted(result, members);
    }
}
