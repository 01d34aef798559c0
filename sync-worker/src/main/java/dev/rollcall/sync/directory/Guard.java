package dev.rollcall.sync.directory;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.Headcount;
import dev.rollcall.event.Hold;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.decide.Headcounting;
import dev.rollcall.schemas.decide.MassChangeRule;
import dev.rollcall.schemas.directory.Headcounts;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Keys;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts who leaves the connections of a partition, and marks the changes of one that are held. What it counts is
 * committed with the changes. Single-threaded.
 */
final class Guard {

    private static final Logger log = LoggerFactory.getLogger(Guard.class);

    private final Headcounts stored;
    private final Settings settings;
    private final Clock clock;
    private final Map<String, Headcount> counts = new HashMap<>();

    Guard(Headcounts stored, Settings settings, Clock clock) {
        this.stored = stored;
        this.settings = settings;
        this.clock = clock;
    }

    /** Loads what was counted of these connections, and tells whether there was anything to load; before anything of the batch is decided, for MongoDB is there now. */
    boolean load(Set<String> connections) {
        Set<String> missing = connections.stream()
                .filter(connection -> !counts.containsKey(connection))
                .collect(Collectors.toSet());
        if (missing.isEmpty()) {
            return false;
        }
        Map<String, Headcount> found = stored.of(missing);
        for (String connection : missing) {
            Headcount known = found.get(connection);
            counts.put(
                    connection, known == null ? Headcounting.first(connection, stored.activeUsers(connection)) : known);
        }
        return true;
    }

    /** Counts these changes of a loaded connection, marks those that are held, and adds to the batch what came of it. */
    void check(Collection<IdentityChange> changes, Batch batch) {
        for (IdentityChange change : changes) {
            String connection = change.getConnection();
            Headcount before = counts.get(connection);
            if (before == null) {
                throw new IllegalStateException("The headcount of " + connection + " isn't loaded");
            }
            Headcount after = Headcounting.after(open(before), change, rule(connection), clock.instant());
            Hold hold = after.getHold();
            if (hold != null) {
                change.setHold(hold.getFirst());
            }
            if (after != before) {
                counts.put(connection, after);
                batch.add(after);
            }
        }
    }

    /** Says of holds that begin with the batch, once it is committed. */
    static void tell(Batch batch) {
        for (Headcount count : batch.headcounts()) {
            Hold hold = count.getHold();
            if (hold != null && batch.begins(count.getConnection(), hold)) {
                log.atWarn()
                        .addKeyValue("connection", count.getConnection())
                        .addKeyValue("hold", Keys.hold(count.getConnection(), hold.getFirst()))
                        .addKeyValue("left", hold.getLeft())
                        .addKeyValue("users", hold.getUsers())
                        .log("Too many users leave at once; apps get nothing more of the connection until an operator"
                                + " has decided");
            }
        }
    }

    /** Drops what was counted, for it may not have been committed. */
    void forget() {
        counts.clear();
    }

    private Headcount open(Headcount count) {
        Hold hold = count.getHold();
        return hold != null
                        && settings.hold(Keys.hold(count.getConnection(), hold.getFirst()))
                                .isPresent()
                ? Headcounting.decided(count)
                : count;
    }

    private MassChangeRule rule(String connection) {
        return MassChangeRule.of(settings.connection(connection)
                .map(Settings.Entry<ConnectionSetting>::value)
                .orElse(null));
    }
}
