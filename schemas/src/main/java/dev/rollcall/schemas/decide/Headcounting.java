package dev.rollcall.schemas.decide;

import dev.rollcall.event.DepartureCount;
import dev.rollcall.event.Headcount;
import dev.rollcall.event.Hold;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.UserState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts who of a connection leaves, and holds its changes once it is too many. Pure: the same changes give the same
 * headcount, whoever counts. The window moves on by the minute, so that what is kept of it is small.
 */
public final class Headcounting {

    private Headcounting() {}

    /** Of a connection that nobody has counted yet. */
    public static Headcount first(String connection, long activeUsers) {
        return new Headcount(connection, 0L, Instant.EPOCH, activeUsers, List.of(), null);
    }

    /**
     * After a change; the same object where it counts for nothing. Where there is a hold then, the change is in it.
     *
     * @param now when that is decided
     */
    public static Headcount after(Headcount before, IdentityChange change, MassChangeRule rule, Instant now) {
        boolean leaves = isDeparture(change);
        boolean comes = !isActive(change.getBefore()) && isActive(change.getAfter());
        if (!leaves && !comes && before.getHold() == null) {
            return before;
        }
        Instant time = before.getTime().isAfter(change.getTime()) ? before.getTime() : change.getTime();
        long active = Math.max(0, before.getActiveUsers() + (comes ? 1 : 0) - (leaves ? 1 : 0));
        List<DepartureCount> departures = within(rule.window(), before.getDepartures(), time);
        if (leaves) {
            count(departures, time.truncatedTo(ChronoUnit.MINUTES));
        }
        return new Headcount(
                before.getConnection(),
                change.getSequence(),
                time,
                active,
                departures,
                hold(before.getHold(), change, leaves, departures, active, rule, now));
    }

    /** Once an operator has decided about the hold: what comes counts anew. */
    public static Headcount decided(Headcount before) {
        return new Headcount(
                before.getConnection(),
                before.getSequence(),
                before.getTime(),
                before.getActiveUsers(),
                List.of(),
                null);
    }

    /** Whether an active user is deactivated or deleted. */
    public static boolean isDeparture(IdentityChange change) {
        return isActive(change.getBefore()) && !isActive(change.getAfter());
    }

    private static boolean isActive(@Nullable Object state) {
        return state instanceof UserState user && user.getAttributes().getActive();
    }

    private static List<DepartureCount> within(Duration window, List<DepartureCount> all, Instant time) {
        Instant oldest = time.minus(window).truncatedTo(ChronoUnit.MINUTES);
        var some = new ArrayList<DepartureCount>();
        for (DepartureCount each : all) {
            if (!each.getMinute().isBefore(oldest)) {
                some.add(each);
            }
        }
        return some;
    }

    /** Times never go back, so it is the last minute or a new one. */
    private static void count(List<DepartureCount> departures, Instant minute) {
        int before = 0;
        if (!departures.isEmpty() && departures.getLast().getMinute().equals(minute)) {
            before = departures.removeLast().getCount();
        }
        departures.add(new DepartureCount(minute, before + 1));
    }

    private static @Nullable Hold hold(
            @Nullable Hold before,
            IdentityChange change,
            boolean leaves,
            List<DepartureCount> departures,
            long active,
            MassChangeRule rule,
            Instant now) {
        if (before != null) {
            return new Hold(
                    before.getFirst(),
                    change.getSequence(),
                    before.getSince(),
                    before.getLeft(),
                    before.getUsers(),
                    before.getChanges() + 1,
                    before.getDepartures() + (leaves ? 1 : 0));
        }
        int left = departures.stream().mapToInt(DepartureCount::getCount).sum();
        return leaves && rule.isPassed(left, active + left)
                ? new Hold(
                        change.getSequence(),
                        change.getSequence(),
                        now.truncatedTo(ChronoUnit.MILLIS),
                        left,
                        active + left,
                        1L,
                        1L)
                : null;
    }
}
