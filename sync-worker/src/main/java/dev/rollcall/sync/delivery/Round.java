package dev.rollcall.sync.delivery;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.GroupReference;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.sync.app.Answer;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One pass over a batch: what the ledger held, what is settled by now, and why it had to end early, if it had to. */
public final class Round {

    private final Map<String, LedgerEntry> known;
    private final Map<String, LedgerEntry> touched = new ConcurrentHashMap<>();
    private final Map<String, String> claims = new ConcurrentHashMap<>();
    private final Collection<Settled> settled = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Answer> fault = new AtomicReference<>();
    private final Map<String, Placing> placings = new ConcurrentHashMap<>();
    private volatile long added;
    private volatile boolean isAppWell;
    private final boolean isProbe;
    private final Instant end;
    private final Clock clock;

    /**
     * @param known the ledger's entries of every resource in the batch, by id
     * @param isProbe whether one delivery has to pass before others are tried beside it
     * @param end when no further delivery is begun
     */
    public Round(Map<String, LedgerEntry> known, boolean isProbe, Instant end, Clock clock) {
        this.known = new ConcurrentHashMap<>(known);
        this.isProbe = isProbe;
        this.end = end;
        this.clock = clock;
    }

    /** What is settled, in no order. */
    public List<Settled> settled() {
        return List.copyOf(settled);
    }

    /** How many there have to be until the batch is done: its own, and what follows from them. */
    public boolean isComplete(List<Delivery> batch) {
        return settled.size() == batch.size() + added;
    }

    /** What the ledger has to take. */
    public Collection<LedgerEntry> touched() {
        return touched.values();
    }

    /** The answer that ended the round, or null. */
    public @Nullable Answer fault() {
        return fault.get();
    }

    boolean isProbe() {
        return isProbe;
    }

    boolean isOver() {
        return fault.get() != null
                || Thread.currentThread().isInterrupted()
                || !clock.instant().isBefore(end);
    }

    Instant now() {
        return clock.instant();
    }

    Map<String, LedgerEntry> known() {
        return known;
    }

    LedgerEntry entry(Delivery delivery) {
        LedgerEntry entry = known.get(delivery.ledgerId());
        return entry == null ? delivery.untold() : entry;
    }

    /** Something of the app that the ledger needn't take. */
    void know(LedgerEntry entry) {
        known.put(entry.id(), entry);
    }

    /** So many deliveries follow from the batch's own. */
    void add(long deliveries) {
        added = deliveries;
    }

    void place(Delivery delivery, Placing placing) {
        placings.put(delivery.change().getId(), placing);
    }

    /** A user's groups, where the app's scope or mapping looks at them. */
    List<GroupReference> groups(Delivery delivery) {
        Placing placing = placings.get(delivery.change().getId());
        return placing == null ? List.of() : placing.groups();
    }

    void learn(LedgerEntry entry) {
        known.put(entry.id(), entry);
        touched.put(entry.id(), entry);
    }

    /** Whether the app's resource is this entry's in this round: the first to claim it has it. */
    boolean claim(ResourceType type, String remoteId, String ledgerId) {
        String owner = claims.putIfAbsent(type + "/" + remoteId, ledgerId);
        return owner == null || owner.equals(ledgerId);
    }

    void skip(Collection<Settled> already) {
        settled.addAll(already);
    }

    /** Ends a delivery: in the ledger and for the receipts. */
    void settle(Settled end) {
        Delivery delivery = end.delivery();
        LedgerEntry entry = entry(delivery);
        // a retry of what newer changes have passed says nothing about the newest
        if (delivery.sequence() >= entry.sequence()) {
            Placing placing = placings.get(delivery.change().getId());
            learn(entry.settled(delivery.sequence(), end.outcome(), end.attempts(), end.status(), end.at())
                    .standing(placing == null ? null : placing.standing()));
        }
        settled.add(end);
        if (end.status() != null || end.outcome() == DeliveryOutcome.DELIVERED) {
            isAppWell = true;
        }
    }

    /** Ends a delivery that the app's scope leaves out; newer ones of its resource may be settled already. */
    void leaveOut(Delivery delivery) {
        Settled end = Settled.leftOut(delivery, now());
        if (delivery.sequence() > entry(delivery).sequence()) {
            settle(end);
        } else {
            settled.add(end);
        }
    }

    void supersede(List<Delivery> older) {
        older.forEach(delivery -> settled.add(Settled.superseded(delivery, now())));
    }

    /** Ends the round, for the app can't take anything now. */
    void stop(Answer answer) {
        fault.compareAndSet(null, answer);
    }

    /** Whether the app gave an answer about a resource in this round, so that it is known to be well. */
    public boolean isAppWell() {
        return isAppWell;
    }
}
