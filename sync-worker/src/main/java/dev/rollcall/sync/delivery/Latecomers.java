package dev.rollcall.sync.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is left to do of a group's change that is retried after newer ones: who came and left in between needs nothing. */
final class Latecomers {

    private final DirectoryGroups directory;

    Latecomers(DirectoryGroups directory) {
        this.directory = directory;
    }

    /**
     * The task with the members that are to be added or removed still.
     *
     * @param sequence of the newest settled change of the group; empty while the directory hasn't come to it
     */
    Optional<ScimTask> of(ScimTask task, long sequence) {
        String connection = task.newest().change().getConnection();
        String group = task.newest().change().getResource();
        Map<String, Boolean> isMember = new HashMap<>();
        for (Set<String> users : List.of(task.added(), task.removed())) {
            for (String user : users) {
                Optional<Set<String>> groups = directory.of(connection, user, sequence);
                if (groups.isEmpty()) {
                    return Optional.empty();
                }
                isMember.put(user, groups.get().contains(group));
            }
        }
        return Optional.of(task.withMembers(isMember::get));
    }
}
