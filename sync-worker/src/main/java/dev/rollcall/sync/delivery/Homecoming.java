package dev.rollcall.sync.delivery;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.ScimClient;
import dev.rollcall.sync.app.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings a user whose account was deleted to free a seat, or who wasn't in the app's scope, into its groups when the
 * account is made: no change will tell of them again. And out of them where the account stays when its user leaves.
 */
final class Homecoming {

    private final String app;
    private final ScimClient client;
    private final Ledger ledger;
    private final DirectoryGroups directory;
    private final WholeGroups whole;

    Homecoming(String app, ScimClient client, Ledger ledger, DirectoryGroups directory, WholeGroups whole) {
        this.app = app;
        this.client = client;
        this.ledger = ledger;
        this.directory = directory;
        this.whole = whole;
    }

    /** Adds the account to every group that the app has; a group that comes later brings its members itself. */
    Answer join(ScimTask task, Round round, String remoteId, Answer made) {
        IdentityChange change = task.newest().change();
        Optional<Set<String>> groups = directory.of(change.getConnection(), change.getResource(), change.getSequence());
        if (groups.isEmpty()) {
            return Answer.none("The directory hasn't come to this change yet");
        }
        var members = new Members(List.of(remoteId), List.of(), List.of());
        return regroup(linked(change.getConnection(), groups.get(), round), members, round, made);
    }

    /** Removes an account that stays when its user leaves the app's scope from every group that the app has. */
    Answer leave(ScimTask task, Round round, String remoteId) {
        IdentityChange change = task.newest().change();
        Optional<Set<String>> groups = directory.of(change.getConnection(), change.getResource(), change.getSequence());
        if (groups.isEmpty()) {
            return Answer.none("The directory hasn't come to this change yet");
        }
        var members = new Members(List.of(), List.of(remoteId), List.of());
        return regroup(
                linked(change.getConnection(), groups.get(), round), members, round, Answer.unasked("In no group"));
    }

    private Answer regroup(List<LedgerEntry> groups, Members members, Round round, Answer done) {
        List<ObjectNode> operations = members.patches(null, client.maxMembers()).getFirst();
        for (LedgerEntry group : groups) {
            Answer answer = regrouped(group, operations, round);
            if (!answer.isTaken() && answer.verdict() != Verdict.ABSENT && !isNoTarget(answer)) {
                return answer;
            }
        }
        return done;
    }

    private Answer regrouped(LedgerEntry group, List<ObjectNode> operations, Round round) {
        if (client.isPatch()) {
            Answer answer = client.patch(ResourceType.GROUP, String.valueOf(group.remoteId()), operations);
            if (client.isPatch()) {
                return answer;
            }
        }
        return whole.put(group, Optional.empty(), true, round);
    }

    /** Some apps answer so when they are to remove who isn't there. */
    private static boolean isNoTarget(Answer answer) {
        return answer.detail().endsWith(" noTarget");
    }

    private List<LedgerEntry> linked(String connection, Set<String> groups, Round round) {
        Set<String> ids = groups.stream()
                .map(group -> LedgerEntry.id(app, ResourceType.GROUP, connection, group))
                .collect(Collectors.toSet());
        Map<String, LedgerEntry> entries = new HashMap<>(ledger.find(ids));
        // what this round learned is newer than what the ledger holds
        round.known().forEach((id, entry) -> {
            if (ids.contains(id)) {
                entries.put(id, entry);
            }
        });
        return entries.values().stream().filter(LedgerEntry::isLinked).toList();
    }
}
