package dev.rollcall.sync.delivery;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.sync.app.Answer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a group's task is at an app that knows no PATCH. */
final class GroupPuts {

    private final WholeGroups whole;
    private final DirectoryPeople directory;
    private final Abreast abreast;

    GroupPuts(WholeGroups whole, DirectoryPeople directory) {
        this.whole = whole;
        this.directory = directory;
        this.abreast = new Abreast(directory);
    }

    /** The task with those of its members who are in the group still; empty while the directory hasn't come to it. */
    Optional<ScimTask> now(ScimTask task, Round round) {
        if (!abreast.isWith(List.of(task.newest()), round)) {
            return Optional.empty();
        }
        IdentityChange change = task.newest().change();
        Set<String> members = directory.members(change.getConnection(), change.getResource());
        return Optional.of(task.withMembers(members::contains));
    }

    /** Brings the group to the content, and to its members. */
    Answer put(ScimTask task, String remoteId, Content content, Round round) {
        LedgerEntry entry = round.entry(task.newest());
        boolean isSame = !task.isForced() && content.hash().equals(entry.hash());
        Answer answer = whole.put(entry.linked(remoteId, entry.hash()), Optional.of(content.resource()), isSame, round);
        if (answer.isTaken()) {
            round.learn(entry.linked(remoteId, content.hash()));
        }
        return answer;
    }

    /** Brings the group to its members only, of a change that newer ones have passed. */
    Answer makeUp(LedgerEntry entry, Round round) {
        return whole.put(entry, Optional.empty(), true, round);
    }
}
