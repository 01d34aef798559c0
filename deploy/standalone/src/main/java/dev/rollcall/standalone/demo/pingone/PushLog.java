package dev.rollcall.standalone.demo.pingone;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What was asked of the SCIM server and how it answered. */
public final class PushLog {

    private final Queue<Push> pushes = new ConcurrentLinkedQueue<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final LongAdder count = new LongAdder();
    private final LongAdder lookUps = new LongAdder();

    /**
     * A request that may change something.
     *
     * @param kind such as {@code PUT User}
     * @param isNoOp whether the version stayed the same
     */
    private record Push(String kind, long nanos, boolean isNoOp) {}

    void lookedUp() {
        lookUps.increment();
    }

    void pushed(String kind, long nanos, boolean isNoOp) {
        count.increment();
        pushes.add(new Push(kind, nanos, isNoOp));
    }

    void refused(String kind, int status) {
        refusals.add(kind + " " + status);
    }

    public long pushes() {
        return count.sum();
    }

    public long lookUps() {
        return lookUps.sum();
    }

    public long noOps() {
        return pushes.stream().filter(Push::isNoOp).count();
    }

    /** How many of each kind. */
    public Map<String, Long> byKind() {
        return pushes.stream().collect(Collectors.groupingBy(Push::kind, TreeMap::new, Collectors.counting()));
    }

    /** What the server answered where it should have taken it, such as {@code PUT User 500}. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** The latency that this share of the pushes stayed under. */
    public Duration latency(double share) {
        long[] nanos = pushes.stream().mapToLong(Push::nanos).sorted().toArray();
        int index = (int) Math.min(nanos.length - 1L, Math.round(share * nanos.length));
        return nanos.length == 0 ? Duration.ZERO : Duration.ofNanos(nanos[index]);
    }
}
