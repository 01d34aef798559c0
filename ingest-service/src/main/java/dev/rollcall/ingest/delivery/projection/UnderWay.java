package dev.rollcall.ingest.delivery.projection;

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
    private Instant look;

    /** @param time of its first receipt */
    UnderWay(String connection, Instant time, Instant now) {
        this.connection = connection;
        this.began = now;
        this.since = time;
        this.look = now.plus(FIRST_LOOK);
    }

    /** @param app its number, for names of a hundred apps in each change would fill the memory */
    void add(int app, Instant time) {
        apps.set(app);
        since = time.isBefore(since) ? time : since;
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
