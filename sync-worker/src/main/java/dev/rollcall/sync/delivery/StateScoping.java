package dev.rollcall.sync.delivery;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.delivery.ScopedChange;
import dev.rollcall.schemas.delivery.Standing;
import dev.rollcall.schemas.scope.Mapping;
import dev.rollcall.schemas.scope.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For apps that are brought to a state: what the app has is compared with what it should have now. A resource that leaves
 * looks deleted, and one that enters comes with all that it has missed.
 */
final class StateScoping implements Scoping {

    private final Scope scope;
    private final Mapping mapping;
    private final DirectoryPeople directory;
    private final Ledger ledger;

    StateScoping(Scope scope, Mapping mapping, DirectoryPeople directory, Ledger ledger) {
        this.scope = scope;
        this.mapping = mapping;
        this.directory = directory;
        this.ledger = ledger;
    }

    @Override
    public boolean isConcerned(Candidate user, LedgerEntry entry) {
        boolean isIn = user.isIn(scope);
        return isIn != mayHave(entry) || isUnsettled(entry) || isIn && mapping.looksAtMemberships();
    }

    @Override
    public Scoped of(List<Candidate> candidates, Round round) {
        Map<String, Candidate> newest = new HashMap<>();
        candidates.forEach(one -> newest.merge(
                one.delivery().ledgerId(), one, (old, next) -> next.sequence() >= old.sequence() ? next : old));
        var deliveries = new ArrayList<Delivery>();
        var leftOut = new ArrayList<Delivery>();
        var promised = new ArrayList<LedgerEntry>();
        for (Candidate candidate : candidates) {
            Delivery delivery = candidate.delivery();
            Candidate last = newest.getOrDefault(delivery.ledgerId(), candidate);
            LedgerEntry entry = round.entry(delivery);
            boolean isDue = delivery.isForced() || delivery.sequence() > entry.sequence();
            boolean isIn = last.isGone() ? entry.isLinked() : last.isIn(scope);
            if (isDue && !isIn && !mayHave(entry)) {
                if (!candidate.isDerived()) {
                    // as one who is gone, so that groups don't miss a member
                    round.know(entry.gone());
                    round.place(delivery, new Placing(at(false, delivery), List.of()));
                    leftOut.add(delivery);
                }
            } else if (!isDue || candidate != last) {
                deliveries.add(delivery);
            } else {
                deliveries.add(
                        isIn
                                ? provision(last, entry, round, promised, candidates)
                                : deprovision(last, entry, round, promised));
            }
        }
        ledger.write(promised);
        return new Scoped(deliveries, leftOut);
    }

    /** Also what was promised, but never known to be there. */
    private static boolean mayHave(LedgerEntry entry) {
        Standing standing = entry.standing();
        return entry.isLinked()
                || isUnsettled(entry)
                || (standing == null ? entry.sequence() > 0 && !entry.deleted() : standing.isIn());
    }

    /** Whether a worker died while the resource entered or left, so that nobody knows whether it did. */
    private static boolean isUnsettled(LedgerEntry entry) {
        return entry.standing() != null && entry.standing().since() > entry.sequence();
    }

    private Delivery provision(
            Candidate candidate, LedgerEntry known, Round round, List<LedgerEntry> promised, List<Candidate> batch) {
        Delivery delivery = candidate.delivery();
        IdentityChange change = delivery.change();
        Standing in = at(true, delivery);
        boolean isLate = candidate.isDerived() || change.getBefore() != null;
        boolean isNew = !known.isLinked() || isUnsettled(known);
        if (isNew) {
            // one that is gone is looked for, and brought into its groups
            LedgerEntry entry = (isLate ? known.gone() : known).standing(in);
            promised.add(entry);
            round.know(entry);
        }
        round.place(delivery, new Placing(in, candidate.groups()));
        boolean lacksMembers = isNew && isLate && scope.selectsGroups();
        Delivery told = retold(
                delivery,
                candidate.person() != null
                        ? Retold.at(change, candidate.person().state())
                        : change.getResourceType() == ResourceType.GROUP && lacksMembers
                                ? whole(delivery, batch)
                                : change);
        if (lacksMembers) {
            var members = new HashSet<>(told.ledgerIds());
            members.removeAll(round.known().keySet());
            ledger.find(members).values().forEach(round::know);
        }
        return told;
    }

    /** With all members, and without those whom the batch brings that aren't members by now. */
    private IdentityChange whole(Delivery group, List<Candidate> batch) {
        IdentityChange change = group.change();
        Set<String> members = directory.members(change.getConnection(), change.getResource());
        List<String> left = batch.stream()
                .map(Candidate::delivery)
                .filter(other -> other.ledgerId().equals(group.ledgerId()))
                .flatMap(other -> other.change().getMembersAdded().stream())
                .filter(user -> !members.contains(user))
                .distinct()
                .toList();
        return IdentityChange.newBuilder(ScopedChange.withMembers(change, members))
                .setMembersRemoved(left)
                .build();
    }

    private static Delivery deprovision(
            Candidate candidate, LedgerEntry entry, Round round, List<LedgerEntry> promised) {
        Delivery delivery = candidate.delivery();
        Standing out = at(false, delivery);
        LedgerEntry doubted = entry.doubted().standing(out);
        promised.add(doubted);
        round.know(doubted);
        round.place(delivery, new Placing(out, candidate.groups()));
        @Nullable Person person = candidate.person();
        return retold(delivery, Retold.gone(delivery.change(), person == null ? null : person.state()));
    }

    private static Standing at(boolean isIn, Delivery delivery) {
        return new Standing(isIn, List.of(delivery.sequence()));
    }

    private static Delivery retold(Delivery delivery, IdentityChange change) {
        return delivery.telling(change);
    }
}
