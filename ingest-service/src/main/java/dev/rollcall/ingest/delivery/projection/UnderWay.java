package dev.rollcall.ingest.delivery.projection;

import dev.rollcall.event.DeliveryReceipt;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;

/** A change that some apps have, as far as this instance has seen, and when its receipts are looked at for the others. */
final class UnderWay {

    private static final Duration FIRST_LOOK = Duration.ofSeconds(2);

    private final String connection;
    private final Instant began;
    private final BitSet apps = new BitSet();
    private Instant since;
    private Instant until;
    private Duration latency;
    private boolean isDoubtful;
    private Instant look;

    /** @param first of its receipts that came here */
    UnderWay(DeliveryReceipt first, Instant now) {
        this.connection = first.getConnection();
        this.began = now;
        this.since = first.getTime();
        this.until = first.getTime();
        this.latency = Duration.ofMillis(first.getLatencyMillis());
        this.look = now.plus(FIRST_LOOK);
    }

    /** @param app its number, for names of a hundred apps in each change would fill the memory */
    void add(int app, DeliveryReceipt receipt) {
        Instant time = receipt.getTime();
        apps.set(app);
        since = time.isBefore(since) ? time : since;
        isDoubtful |= receipt.getRepeat() || receipt.getReplay() != null || receipt.getOperator() != null;
        if (time.isAfter(until)) {
            until = time;
            latency = Duration.ofMillis(receipt.getLatencyMillis());
        }
    }

    /**
     * Whether what came here is all that there is, without a look: each app's receipt comes to one instance, and none was of
     * what an app may have had before.
     */
    boolean isOnlyOf(BitSet followers) {
        return !isDoubtful && apps.equals(followers);
    }

    /** How long its last app took, of those whose receipts came here. */
    Duration latency() {
        return latency;
    }

    boolean isWith(BitSet followers) {
        BitSet without = (BitSet) followers.clone();
        without.andNot(apps);
        return without.isEmpty();
    }

    /** Whether the app's receipt of that time came here while the change was under way. */
    boolean has(int app, Instant time) {
        return apps.get(app) && !time.isBefore(since);
    }

    /** Whether it is time to look; each look takes twice as long to come as the one before. */
    boolean isDue(Instant now) {
        if (now.isBefore(look)) {
            return false;
        }
        look = now.plus(Duration.between(began, now));
        return true;
    }

    String connection() {
        return connection;
    }

    Instant began() {
        return began;
    }
}
