package dev.rollcall.sync.delivery;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings all its members to a group that an app has lost: no change will tell of them again. */
final class Regrouping {

    private final String app;
    private final Ledger ledger;
    private final DirectoryPeople directory;

    Regrouping(String app, Ledger ledger, DirectoryPeople directory) {
        this.app = app;
        this.ledger = ledger;
        this.directory = directory;
    }

    /** The task with all members; the round knows of them when it returns. Empty while the directory hasn't come to it. */
    Optional<ScimTask> of(ScimTask task, Round round) {
        IdentityChange change = task.newest().change();
        if (!directory.isAt(change.getConnection(), change.getSequence())) {
            return Optional.empty();
        }
        Set<String> members = directory.members(change.getConnection(), change.getResource());
        Set<String> unknown = members.stream()
                .map(user -> LedgerEntry.id(app, ResourceType.USER, change.getConnection(), user))
                .filter(id -> !round.known().containsKey(id))
                .collect(Collectors.toSet());
        ledger.find(unknown).values().forEach(round::know);
        return Optional.of(task.withAll(members));
    }
}
