package dev.rollcall.sync.delivery;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.delivery.ScopedChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds whom a batch concerns: whose changes are in it, and where memberships matter also those whom a group's change
 * makes enter or leave.
 */
final class Candidates {

    private static final int CHUNK = 1_000;

    private final DirectoryPeople directory;
    private final Ledger ledger;
    private final boolean memberships;
    private final @Nullable Ahead ahead;
    private final BiPredicate<Candidate, LedgerEntry> isConcerned;

    /**
     * @param memberships whether the directory is asked for users and their groups, which are the newest then
     * @param ahead of an app that is brought to the newest states also where memberships don't matter; null for others
     * @param isConcerned whether a group's change makes a difference to the user of a candidate
     */
    Candidates(
            DirectoryPeople directory,
            Ledger ledger,
            boolean memberships,
            @Nullable Ahead ahead,
            BiPredicate<Candidate, LedgerEntry> isConcerned) {
        this.directory = directory;
        this.ledger = ledger;
        this.memberships = memberships;
        this.ahead = ahead;
        this.isConcerned = isConcerned;
    }

    /** In the order of the deliveries, what a group's change means for its users right before it. */
    List<Candidate> of(List<Delivery> deliveries, Round round) {
        Map<String, Map<String, Person>> people = memberships ? people(deliveries, round) : Map.of();
        Map<String, NewestUser> newest = memberships || ahead == null ? Map.of() : ahead.of(deliveries, round);
        var candidates = new ArrayList<Candidate>();
        for (Delivery delivery : deliveries) {
            NewestUser user = newest.get(delivery.key());
            if (user != null) {
                round.foresee(delivery, user.sequence());
                candidates.add(new Candidate(delivery, new Person(user.state(), List.of()), false, false));
                continue;
            }
            if (memberships && delivery.change().getResourceType() == ResourceType.GROUP) {
                addUsers(delivery, round, candidates);
            }
            candidates.add(own(delivery, people));
        }
        return candidates;
    }

    /** Whoever goes does so with the change by which, for that may be held back; until then they are as this one left them. */
    private Candidate own(Delivery delivery, Map<String, Map<String, Person>> people) {
        IdentityChange change = delivery.change();
        if (!(change.getAfter() instanceof UserState user)) {
            return new Candidate(delivery, null, false, false);
        }
        if (!memberships) {
            return new Candidate(delivery, new Person(user, List.of()), false, false);
        }
        @Nullable
        Person now = people.getOrDefault(change.getConnection(), Map.of()).get(user.getId());
        if (delivery.isForced()) {
            return new Candidate(delivery, now, false, false);
        }
        if (now == null) {
            return new Candidate(delivery, new Person(user, List.of()), false, true);
        }
        boolean goes =
                user.getAttributes().getActive() && !now.state().getAttributes().getActive();
        return new Candidate(delivery, goes ? new Person(user, now.groups()) : now, false, false);
    }

    private Map<String, Map<String, Person>> people(List<Delivery> deliveries, Round round) {
        Map<String, Set<String>> ids = deliveries.stream()
                .filter(delivery -> delivery.change().getResourceType() == ResourceType.USER)
                .filter(delivery -> delivery.isForced()
                        || delivery.sequence() > round.entry(delivery).sequence())
                .map(Delivery::change)
                .collect(Collectors.groupingBy(
                        IdentityChange::getConnection,
                        Collectors.mapping(IdentityChange::getResource, Collectors.toSet())));
        var people = new HashMap<String, Map<String, Person>>();
        ids.forEach((connection, users) -> people.put(connection, directory.find(connection, users)));
        return people;
    }

    private void addUsers(Delivery group, Round round, List<Candidate> candidates) {
        IdentityChange change = group.change();
        List<String> users = List.copyOf(
                ScopedChange.affected(change, () -> directory.members(change.getConnection(), change.getResource())));
        for (int at = 0; at < users.size(); at += CHUNK) {
            List<String> some = users.subList(at, Math.min(users.size(), at + CHUNK));
            Map<String, Person> people = directory.find(group.change().getConnection(), some);
            List<Candidate> derived = people.values().stream()
                    .map(person -> new Candidate(
                            new Delivery(
                                    group.app(), ScopedChange.ofUser(group.change(), person.state()), group.source()),
                            person,
                            true,
                            false))
                    .toList();
            learn(derived, round);
            derived.stream()
                    .filter(user -> {
                        LedgerEntry entry = round.entry(user.delivery());
                        return entry.sequence() < user.sequence()
                                && isOfThen(user, entry)
                                && isConcerned.test(user, entry);
                    })
                    .forEach(candidates::add);
        }
    }

    /** A later change of the user's own decides itself, and before it the user may not have been there. */
    private static boolean isOfThen(Candidate user, LedgerEntry entry) {
        boolean isPromised =
                entry.standing() != null && entry.standing().turns().contains(user.sequence());
        return isPromised || user.person() != null && user.person().state().getSequence() < user.sequence();
    }

    private void learn(List<Candidate> derived, Round round) {
        var ids = new HashSet<String>();
        derived.forEach(user -> ids.add(user.delivery().ledgerId()));
        ids.removeAll(round.known().keySet());
        ledger.find(ids).values().forEach(round::know);
    }
}
