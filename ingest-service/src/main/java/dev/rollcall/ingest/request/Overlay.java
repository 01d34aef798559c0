package dev.rollcall.ingest.request;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.Decider;
import dev.rollcall.schemas.decide.Decision;
import dev.rollcall.schemas.decide.Need;
import dev.rollcall.schemas.decide.Needs;
import dev.rollcall.schemas.decide.NotLoadedException;
import dev.rollcall.schemas.decide.WorkingSet;
import dev.rollcall.schemas.directory.DirectoryLostException;
import dev.rollcall.schemas.directory.StateLoader;
import dev.rollcall.schemas.topic.Keys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
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
    private final Lock lock = new ReentrantLock(true);
    private final Map<String, Decision> pending = new LinkedHashMap<>();
    private final Unpredicted unpredicted = new Unpredicted();

    private @Nullable WorkingSet state;

    Overlay(StateLoader loader) {
        this.loader = loader;
    }

    /** Takes into account what is published and asks for no prediction of its own. */
    void expect(ProvisioningRequest request) {
        unpredicted.add(request);
    }

    /** What was expected isn't published after all. */
    void forget(String request) {
        lock.lock();
        try {
            unpredicted.remove(request);
            if (pending.remove(request) != null) {
                state = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * @throws CancellationException when it is interrupted because nobody waits for it any more
     * @throws DirectoryLostException when the directory isn't whole
     */
    Outcome.Predicted predict(ProvisioningRequest request, boolean wantsMembers) {
        unpredicted.add(request);
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
        try {
            WorkingSet now = state();
            List<ProvisioningRequest> earlier = unpredicted.before(request.getId());
            loader.load(earlier.stream().flatMap(one -> Needs.of(one).stream()).collect(Collectors.toSet()), now);
            earlier.forEach(one -> keep(now, one));
            // another one's prediction may have come to this request already
            Decision decision = pending.get(request.getId());
            return outcome(now, (decision == null ? keep(now, request) : decision).result(), wantsMembers);
        } catch (DirectoryLostException e) {
            // what wasn't found was taken for absent before it showed
            state = null;
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private Decision keep(WorkingSet now, ProvisioningRequest request) {
        loader.load(Needs.of(request), now);
        Decision decision = decide(now, request);
        now.apply(decision);
        if (pending.size() >= MAX_PENDING) {
            pending.remove(pending.keySet().iterator().next());
        }
        pending.put(request.getId(), decision);
        unpredicted.remove(request.getId());
        return decision;
    }

    /** The worker has decided something of this connection, so that the directory has moved on. */
    void resolved(ProvisioningResult result) {
        Decision predicted;
        lock.lock();
        try {
            unpredicted.remove(result.getRequest());
            predicted = pending.remove(result.getRequest());
            state = null;
        } finally {
            lock.unlock();
        }
        if (predicted != null && predicted.result().getStatus() != result.getStatus()) {
            log.atWarn()
                    .addKeyValue("connection", result.getConnection())
                    .addKeyValue("request", result.getRequest())
                    .addKeyValue("predicted", predicted.result().getStatus())
                    .addKeyValue("status", result.getStatus())
                    .log("A request was decided otherwise than predicted; see the dead letters");
        }
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
            result.setGroups(groupsOf(now, user.getConnection(), user.getId()));
        } else if (wantsMembers && result.getResource() instanceof GroupState group) {
            loader.load(Set.of(new Need.MembersOf(group.getConnection(), group.getId())), now);
            members = now.members(group.getConnection(), group.getId());
        }
        return new Outcome.Predicted(result, members);
    }

    private List<GroupReference> groupsOf(WorkingSet now, String connection, String user) {
        loader.load(Set.of(new Need.GroupsOf(connection, user)), now);
        Set<String> groups = now.groupsOf(connection, user);
        loader.load(
                groups.stream()
                        .map(group -> new Need.OfGroup(Keys.resource(connection, group)))
                        .toList(),
                now);
        return groups.stream()
                .flatMap(group -> now.group(connection, group).stream())
                .map(group ->
                        new GroupReference(group.getId(), group.getAttributes().getDisplayName()))
                .toList();
    }
}
