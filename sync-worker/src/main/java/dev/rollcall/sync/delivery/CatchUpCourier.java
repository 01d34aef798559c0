package dev.rollcall.sync.delivery;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings users of a SCIM app that is behind to what they are by now, so that it isn't sent every state in between: the
 * ledger then says that the changes up to there are settled. Where the directory isn't ahead, or the app refuses the
 * newest state, say for a name that is still taken, each change is delivered as it is.
 */
final class CatchUpCourier implements Courier {

    /** What is younger is most likely the newest, so that nobody needs to be asked. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private final Courier courier;
    private final DirectoryPeople directory;

    CatchUpCourier(Courier courier, DirectoryPeople directory) {
        this.courier = courier;
        this.directory = directory;
    }

    @Override
    public void deliver(List<Delivery> deliveries, Round round) {
        courier.deliver(ahead(deliveries, round), round);
        List<Delivery> declined = deliveries.stream().filter(round::isDeclined).toList();
        if (!declined.isEmpty()) {
            courier.deliver(declined, round);
        }
    }

    private List<Delivery> ahead(List<Delivery> deliveries, Round round) {
        Map<String, NewestUser> newest = newest(deliveries, round);
        if (newest.isEmpty()) {
            return deliveries;
        }
        var ahead = new ArrayList<Delivery>();
        for (Delivery delivery : deliveries) {
            @Nullable NewestUser user = delivery.isRetry() ? null : newest.get(delivery.ledgerId());
            if (user == null || user.sequence() <= delivery.sequence()) {
                ahead.add(delivery);
            } else {
                round.foresee(delivery, user.sequence());
                IdentityChange told = Retold.at(delivery.change(), user.state());
                ahead.add(new Delivery(delivery.app(), told, delivery.source()));
            }
        }
        return ahead;
    }

    /** By id in the ledger. */
    private Map<String, NewestUser> newest(List<Delivery> deliveries, Round round) {
        Instant late = round.now().minus(LATE);
        Map<String, Map<String, String>> asked = new HashMap<>();
        for (Delivery delivery : deliveries) {
            if (isOfLateUser(delivery, late)
                    && delivery.sequence() > round.entry(delivery).sequence()) {
                asked.computeIfAbsent(delivery.change().getConnection(), _ -> new HashMap<>())
                        .put(delivery.change().getResource(), delivery.ledgerId());
            }
        }
        var newest = new HashMap<String, NewestUser>();
        asked.forEach((connection, users) -> directory
                .newest(connection, users.keySet())
                .forEach((user, found) -> {
                    // whoever goes does so with the change by which, for that may be held back
                    if (found.state().getAttributes().getActive()) {
                        newest.put(Objects.requireNonNull(users.get(user)), found);
                    }
                }));
        return newest;
    }

    private static boolean isOfLateUser(Delivery delivery, Instant late) {
        return !delivery.isRetry()
                && delivery.change().getResourceType() == ResourceType.USER
                && delivery.change().getAfter() instanceof UserState
                && delivery.change().getTime().isBefore(late);
    }

    @Override
    public void close() {
        courier.close();
    }
}
