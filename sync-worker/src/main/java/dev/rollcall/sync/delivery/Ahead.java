package dev.rollcall.sync.delivery;

import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds what users of an app that is behind are by now, so that it needn't be sent every state in between. */
final class Ahead {

    /** What is younger is most likely the newest, so that nobody needs to be asked. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private final DirectoryPeople directory;

    Ahead(DirectoryPeople directory) {
        this.directory = directory;
    }

    /**
     * By key of a delivery, the newest state of its user; absent where the delivery is to go as it is. Whoever goes does so
     * with the change by which: it may be held, or discarded by a decision that this worker has yet to hear of.
     */
    Map<String, NewestUser> of(List<Delivery> deliveries, Round round) {
        Instant late = round.now().minus(LATE);
        List<Delivery> due = deliveries.stream()
                .filter(delivery -> isOfLateUser(delivery, late))
                .filter(delivery -> delivery.sequence() > round.entry(delivery).sequence())
                .filter(delivery -> !round.isDeclined(delivery))
                .toList();
        Map<String, Map<String, String>> asked = new HashMap<>();
        for (Delivery delivery : due) {
            asked.computeIfAbsent(delivery.change().getConnection(), _ -> new HashMap<>())
                    .put(delivery.change().getResource(), delivery.ledgerId());
        }
        Map<String, NewestUser> found = new HashMap<>();
        asked.forEach((connection, users) -> directory
                .newest(connection, users.keySet())
                .forEach((user, newest) -> found.put(Objects.requireNonNull(users.get(user)), newest)));
        Map<String, NewestUser> ahead = new HashMap<>();
        for (Delivery delivery : due) {
            NewestUser newest = found.get(delivery.ledgerId());
            if (newest != null
                    && newest.sequence() > delivery.sequence()
                    && newest.state().getAttributes().getActive()) {
                ahead.put(delivery.key(), newest);
            }
        }
        return ahead;
    }

    private static boolean isOfLateUser(Delivery delivery, Instant late) {
        return !delivery.isRetry()
                && delivery.change().getResourceType() == ResourceType.USER
                && delivery.change().getAfter() instanceof UserState
                && delivery.change().getTime().isBefore(late);
    }
}
