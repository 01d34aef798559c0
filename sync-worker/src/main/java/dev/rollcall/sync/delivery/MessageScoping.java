package dev.rollcall.sync.delivery;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.delivery.ScopedChange;
import dev.rollcall.schemas.delivery.Standing;
import dev.rollcall.schemas.scope.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** For apps that are told of changes: each entering and leaving once, and nothing in between that isn't theirs. */
final class MessageScoping implements Scoping {

    private final Scope scope;
    private final DirectoryPeople directory;
    private final Ledger ledger;

    MessageScoping(Scope scope, DirectoryPeople directory, Ledger ledger) {
        this.scope = scope;
        this.directory = directory;
        this.ledger = ledger;
    }

    @Override
    public boolean isConcerned(Candidate user, LedgerEntry entry) {
        Standing standing = standing(entry);
        return standing.wasIn(user.sequence()) != standing.isIn(user.sequence(), user.isIn(scope));
    }

    @Override
    public Scoped of(List<Candidate> candidates, Round round) {
        var standings = new HashMap<String, Standing>();
        var told = new HashMap<String, LedgerEntry>();
        var deliveries = new ArrayList<Delivery>();
        var leftOut = new ArrayList<Delivery>();
        for (Candidate candidate : candidates) {
            Delivery delivery = candidate.delivery();
            LedgerEntry entry = round.entry(delivery);
            if (delivery.isForced()) {
                replay(candidate, entry).ifPresentOrElse(deliveries::add, () -> leftOut.add(delivery));
                continue;
            }
            if (delivery.sequence() <= entry.sequence()) {
                deliveries.add(delivery);
                continue;
            }
            Standing before = standings.getOrDefault(delivery.ledgerId(), standing(entry));
            boolean wasIn = before.wasIn(delivery.sequence()) || isDoubtful(delivery.change(), entry);
            boolean isIn = isOutcome(delivery.change())
                    ? wasIn
                    : before.isIn(delivery.sequence(), candidate.isGone() ? wasIn : candidate.isIn(scope));
            Standing after = before.wasIn(delivery.sequence()) == isIn || delivery.sequence() <= before.since()
                    ? before
                    : before.turned(delivery.sequence(), entry.sequence());
            standings.put(delivery.ledgerId(), after);
            if (wasIn != isIn) {
                told.put(delivery.ledgerId(), entry.standing(after));
                told(candidate, wasIn, isIn).map(delivery::telling).ifPresent(deliveries::add);
            } else if (!candidate.isDerived()) {
                (isIn ? deliveries : leftOut).add(delivery);
            }
        }
        // also of what is delivered first: what comes after may turn, and be told in another round
        for (Candidate candidate : candidates) {
            Standing standing = standings.get(candidate.delivery().ledgerId());
            if (standing != null) {
                round.place(candidate.delivery(), new Placing(standing, candidate.groups()));
            }
        }
        ledger.write(told.values());
        return new Scoped(deliveries, leftOut);
    }

    /** What was told is forgotten, so the change itself decides: what it was about before, and what after it. */
    private Optional<Delivery> replay(Candidate candidate, LedgerEntry entry) {
        Delivery delivery = candidate.delivery();
        IdentityChange change = delivery.change();
        boolean isIn = isOutcome(change) ? standing(entry).isIn() : candidate.isIn(scope);
        return told(candidate, isOutcome(change) ? isIn : candidate.wasIn(scope), isIn)
                .map(delivery::telling);
    }

    private Optional<IdentityChange> told(Candidate candidate, boolean wasIn, boolean isIn) {
        IdentityChange change = candidate.delivery().change();
        return ScopedChange.told(
                change,
                wasIn,
                isIn,
                candidate.person() == null
                        ? change.getAfter()
                        : candidate.person().state(),
                () -> directory.members(change.getConnection(), change.getResource()));
    }

    /** An app that was told of a resource while it had no scope has it. */
    private static Standing standing(LedgerEntry entry) {
        return Objects.requireNonNullElseGet(
                entry.standing(), () -> new Standing(entry.sequence() > 0 && !entry.deleted(), List.of()));
    }

    /** Who is deleted when nobody knows whether it was told that they left: then that is told. */
    private static boolean isDoubtful(IdentityChange change, LedgerEntry entry) {
        return change.getAfter() == null
                && change.getBefore() != null
                && entry.standing() != null
                && entry.standing().since() > entry.sequence();
    }

    private static boolean isOutcome(IdentityChange change) {
        return change.getKind().equals(EventUris.ASYNC_RESPONSE);
    }
}
