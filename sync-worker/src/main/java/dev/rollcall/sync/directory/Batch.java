package dev.rollcall.sync.directory;

import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.Headcount;
import dev.rollcall.event.Hold;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.schemas.decide.Decision;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.topic.Keys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the requests of one batch come to: all of it is committed together, or none. */
final class Batch {

    private final List<IdentityChange> changes = new ArrayList<>();
    private final Map<String, StateWrite> writes = new LinkedHashMap<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final List<ProvisioningResult> results = new ArrayList<>();
    private final Map<Object, String> traceparents = new IdentityHashMap<>();
    private final Map<String, Headcount> headcounts = new LinkedHashMap<>();
    private long nextOffset;

    /** @param traceparent of the request (W3C Trace Context), if it has one */
    void add(Decision decision, @Nullable String traceparent) {
        changes.addAll(decision.changes());
        decision.writes().forEach(write -> writes.put(write.stateKind() + write.key(), write));
        results.add(decision.result());
        if (traceparent != null) {
            decision.changes().forEach(change -> traceparents.put(change, traceparent));
            decision.writes().forEach(write -> traceparents.put(write, traceparent));
        }
    }

    /** That of the request which made a change or write, if it had one. */
    @Nullable
    String traceparentOf(Object changeOrWrite) {
        return traceparents.get(changeOrWrite);
    }

    void add(DeadLetter deadLetter) {
        deadLetters.add(deadLetter);
    }

    /** What is counted of a connection by now. */
    void add(Headcount headcount) {
        headcounts.put(headcount.getConnection(), headcount);
    }

    /** The offset of the first request after the batch. */
    void endAt(long offset) {
        nextOffset = offset;
    }

    List<IdentityChange> changes() {
        return changes;
    }

    /** The newest state of each resource and membership that changed. */
    Collection<StateWrite> writes() {
        return writes.values();
    }

    /** The newest of each connection whose headcount changed. */
    Collection<Headcount> headcounts() {
        return headcounts.values();
    }

    /** Whether the first change that is held is in the batch. */
    boolean begins(String connection, Hold hold) {
        return changes.stream()
                .anyMatch(change -> change.getSequence() == hold.getFirst()
                        && change.getConnection().equals(connection));
    }

    /** The sequence of the newest change of each connection. */
    Map<String, Long> sequences() {
        var sequences = new LinkedHashMap<String, Long>();
        changes.forEach(change -> sequences.put(change.getConnection(), change.getSequence()));
        return sequences;
    }

    /**
     * The newest change of each connection whose sequence no state holds for good, for it removed what it was about, or
     * told an outcome: once the log is compacted, nothing else would tell how far the numbering has come.
     */
    Collection<IdentityChange> unheld() {
        var newest = new LinkedHashMap<String, IdentityChange>();
        changes.forEach(change -> newest.put(change.getConnection(), change));
        for (StateWrite write : writes.values()) {
            if (write.isHeld()) {
                newest.computeIfPresent(
                        Keys.connectionOf(write.key()),
                        (_, change) -> change.getSequence() == write.sequence() ? null : change);
            }
        }
        return newest.values();
    }

    List<DeadLetter> deadLetters() {
        return deadLetters;
    }

    List<ProvisioningResult> results() {
        return results;
    }

    long nextOffset() {
        return nextOffset;
    }
}
