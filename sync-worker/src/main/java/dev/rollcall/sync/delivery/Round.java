package dev.rollcall.sync.delivery;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.GroupReference;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.time.SteadyTime;
import dev.rollcall.sync.app.Answer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One pass over a batch: what the ledger held, what is settled by now, and why it had to end early, if it had to. */
public final class Round {

    private final Map<String, LedgerEntry> known;
    private final Map<String, LedgerEntry> touched = new ConcurrentHashMap<>();
    private final Map<String, String> claims = new ConcurrentHashMap<>();
    private final Collection<Settled> settled = new ConcurrentLinkedQueue<>();
    private final Queue<Settled> unwritten = new ConcurrentLinkedQueue<>();
    /** A permit for each that was settled since somebody waited. */
    private final Semaphore news = new Semaphore(0);

    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final AtomicReference<@Nullable Answer> fault = new AtomicReference<>();
    private final Map<String, Placing> placings = new ConcurrentHashMap<>();
    /** By key of a delivery. */
    private final Map<String, Long> foreseen = new ConcurrentHashMap<>();

    private final Set<String> declined = ConcurrentHashMap.newKeySet();
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private final Suspects suspects;
    private volatile long added;
    private volatile boolean isAppWell;
    private final boolean isProbe;
    private final Instant end;
    private final Clock clock;

    /**
     * @param known the ledger's entries of every resource in the batch, by id
     * @param suspects as earlier rounds of the app left them
     * @param isProbe whether one delivery has to pass before others are tried beside it
     * @param end when no further delivery is begun, by {@link SteadyTime}
     */
    public Round(Map<String, LedgerEntry> known, Suspects suspects, boolean isProbe, Instant end, Clock clock) {
        this.known = new ConcurrentHashMap<>(known);
        this.suspects = suspects;
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

    /** Waits until so many more are settled, or for so long. */
    public void awaitNews(int many, Duration most) throws InterruptedException {
        if (news.tryAcquire(many, most.toNanos(), TimeUnit.NANOSECONDS)) {
            news.drainPermits();
        }
    }

    /** Lets whoever waits for so many go on. */
    public void hurry(int many) {
        news.release(many);
    }

    /** What was settled since the last call; {@link #takeTouched}, called after it, has what the ledger has to know. */
    public List<Settled> takeSettled() {
        var taken = new ArrayList<Settled>();
        for (Settled end = unwritten.poll(); end != null; end = unwritten.poll()) {
            taken.add(end);
        }
        return taken;
    }

    /** What the ledger has to take, since the last call. */
    public List<LedgerEntry> takeTouched() {
        var taken = new ArrayList<LedgerEntry>();
        for (String id : touched.keySet()) {
            LedgerEntry entry = touched.remove(id);
            if (entry != null) {
                taken.add(entry);
            }
        }
        return taken;
    }

    /** The answer for which the round isn't complete, or null. */
    public @Nullable Answer fault() {
        return fault.get();
    }

    boolean isProbe() {
        return isProbe;
    }

    boolean isOver() {
        return isStopped.get()
                || Thread.currentThread().isInterrupted()
                || !SteadyTime.CLOCK.instant().isBefore(end);
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

    /** The delivery is of a state that a later change made, so that it settles all up to that one. */
    void foresee(Delivery delivery, long sequence) {
        foreseen.put(delivery.key(), sequence);
    }

    boolean isForeseen(Delivery delivery) {
        return foreseen.containsKey(delivery.key());
    }

    /** The app doesn't take what was foreseen; its deliveries aren't settled, but may be as they are. */
    void decline(ScimTask task) {
        Stream.concat(task.older().stream(), Stream.of(task.newest())).forEach(delivery -> {
            foreseen.remove(delivery.key());
            declined.add(delivery.key());
        });
    }

    boolean isDeclined(Delivery delivery) {
        return declined.contains(delivery.key());
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
        already.forEach(this::end);
    }

    private void end(Settled end) {
        settled.add(end);
        unwritten.add(end);
        news.release();
    }

    /** Ends a delivery: in the ledger and for the receipts. */
    void settle(Settled end) {
        settle(end, entry -> entry);
    }

    /** Ends one of an app that only hears of resources: what it took last tells whether this one is gone there. */
    void tell(Settled end) {
        if (end.outcome() == DeliveryOutcome.FAILED) {
            settle(end);
        } else {
            boolean isGone = isDeletion(end);
            settle(end, entry -> isGone ? entry.gone() : entry.there());
        }
    }

    private static boolean isDeletion(Settled end) {
        return end.delivery().change().getKind().equals(EventUris.DELETE);
    }

    private void settle(Settled end, UnaryOperator<LedgerEntry> heard) {
        Delivery delivery = end.delivery();
        LedgerEntry entry = entry(delivery);
        long sequence = foreseen.getOrDefault(delivery.key(), delivery.sequence());
        // a retry of what newer changes have passed says nothing about the newest
        if (sequence >= entry.sequence()) {
            Placing placing = placings.get(delivery.change().getId());
            LedgerEntry settled = entry.settled(sequence, end.outcome(), end.attempts(), end.status(), end.at())
                    .standing(placing == null ? null : placing.standing());
            learn(heard.apply(settled));
        }
        end(end);
        if (end.outcome() == DeliveryOutcome.DELIVERED || end.status() != null && !suspects.contains(delivery)) {
            isAppWell = true;
        }
    }

    /** Ends a delivery that the app's scope leaves out; newer ones of its resource may be settled already. */
    void leaveOut(Delivery delivery) {
        Settled end = Settled.leftOut(delivery, now());
        if (delivery.sequence() > entry(delivery).sequence()) {
            settle(end, entry -> isDeletion(end) ? entry.gone() : entry);
        } else {
            end(end);
        }
    }

    void supersede(List<Delivery> older) {
        older.forEach(delivery -> end(Settled.superseded(delivery, now())));
    }

    /** Ends the round, for the app can't take anything now. */
    public void stop(Answer answer) {
        if (isStopped.compareAndSet(false, true)) {
            fault.set(answer);
        }
    }

    /**
     * Whether the app failed at this delivery, which has to wait then. It ends the round, unless the app failed at its
     * resource before and takes others.
     */
    boolean isPutOff(Delivery delivery, Answer answer) {
        if (!answer.isOfApp() || suspects.isGivenUp(delivery, answer)) {
            return false;
        }
        failed.add(delivery.ledgerId());
        if (isAppWell && suspects.contains(delivery, answer)) {
            fault.compareAndSet(null, answer);
        } else {
            stop(answer);
        }
        return true;
    }

    /** The same, those last at which the app failed before. */
    <T> List<T> suspectsLast(List<T> tasks, Function<T, Delivery> delivery) {
        return tasks.stream()
                .sorted(Comparator.comparing(task -> suspects.contains(delivery.apply(task))))
                .toList();
    }

    /** The ids in the ledger of the resources at which the app failed as if it were down. */
    Set<String> failed() {
        return failed;
    }

    /** Whether the app gave an answer about a resource in this round, so that it is known to be well. */
    public boolean isAppWell() {
        return isAppWell;
    }
}
