package dev.rollcall.ingest.history.restore;

import dev.rollcall.ingest.history.Difference;
import dev.rollcall.ingest.history.Snapshot;
import dev.rollcall.ingest.history.Subject;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What would have to change for something to be as it was.
 *
 * @param subject what is to be restored
 * @param target how it was
 * @param id of what is changed or created: the subject's own, or of who stands for it since it was deleted
 * @param now how that is; null where it isn't there
 * @param members the ids of the groups that a user is in, or of the members that a group has
 * @param joins those that come; of a group that is created, all
 * @param leaves those that go
 * @param names what they are called, by id, as far as it is known
 */
record Plan(
        Subject subject,
        Snapshot target,
        String id,
        @Nullable Snapshot now,
        Set<String> members,
        Set<String> joins,
        Set<String> leaves,
        Map<String, String> names,
        List<NotRestored> notRestored) {

    /** What becomes of it. */
    enum Action {
        CREATE,
        REPLACE,
        NONE
    }

    List<Difference> differences() {
        return Difference.between(now, target);
    }

    Action action() {
        if (now == null) {
            return Action.CREATE;
        }
        return differences().isEmpty() && joins.isEmpty() && leaves.isEmpty() ? Action.NONE : Action.REPLACE;
    }

    List<Named> named(Collection<String> ids) {
        return ids.stream().map(id -> new Named(id, names.get(id))).toList();
    }

    /** The same for as long as neither what is there nor what is to be there changes. */
    String guard() {
        String all = String.join(
                "|",
                id,
                target.id(),
                Long.toString(target.sequence()),
                now == null ? "-" : Long.toString(now.version()),
                String.join(",", new TreeSet<>(members)),
                String.join(",", new TreeSet<>(joins)),
                String.join(",", new TreeSet<>(leaves)));
        return HexFormat.of().formatHex(Successors.sha256(all), 0, 16);
    }
}
