package dev.rollcall.ingest.history.restore;

import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.ingest.history.History;
import dev.rollcall.ingest.history.Moment;
import dev.rollcall.ingest.history.Snapshot;
import dev.rollcall.ingest.history.Subject;
import dev.rollcall.ingest.history.Told;
import dev.rollcall.ingest.history.Whereabouts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Compares what is with what was. Blocking. */
@Component
final class RestorePlans {

    /** Those who stand for a deleted one may have been deleted, too. */
    private static final int MAX_SUCCESSORS = 100;

    private final History history;
    private final Directory directory;
    private final Names names;

    RestorePlans(History history, Directory directory, Names names) {
        this.history = history;
        this.directory = directory;
        this.names = names;
    }

    /** @throws org.springframework.web.server.ResponseStatusException 404 or 410 where it can't be told how it was */
    Plan of(Subject subject, Moment moment) {
        Told told = history.state(subject.type(), subject.connection(), subject.id(), moment);
        if (!(told instanceof Told.Present present)) {
            throw Whereabouts.refusal(told).orElseThrow();
        }
        String id = standIn(subject);
        Optional<Snapshot> now = history.now(subject.type(), subject.connection(), id);
        return subject.type() == ResourceType.USER
                ? user(subject, moment, present.state(), id, now)
                : group(subject, moment, present.state(), id, now);
    }

    /** Itself while it is there, else who was or is to be created in its place. */
    private String standIn(Subject subject) {
        String id = subject.id();
        for (int i = 0; i < MAX_SUCCESSORS; i++) {
            if (history.now(subject.type(), subject.connection(), id).isPresent()) {
                return id;
            }
            Optional<Instant> deleted = history.deleted(subject.connection(), id);
            if (deleted.isEmpty()) {
                return id;
            }
            id = Successors.of(subject.connection(), id, deleted.get());
        }
        return id;
    }

    private Plan user(Subject subject, Moment moment, Snapshot target, String id, Optional<Snapshot> now) {
        var lost = new ArrayList<NotRestored>();
        Set<String> groups = now.isEmpty() ? Set.of() : directory.groupIdsOf(subject.connection(), id);
        Set<String> wanted = history.groupsAt(subject.connection(), subject.id(), moment)
                .orElseGet(() -> {
                    lost.add(new NotRestored(
                            "groups",
                            null,
                            null,
                            "The log of changes doesn't reach back to that time; they stay as they are."));
                    return groups;
                });
        Set<String> joins = new TreeSet<>();
        Set<String> gone = new TreeSet<>();
        for (String group : wanted) {
            if (!groups.contains(group)) {
                boolean isThere = directory.group(subject.connection(), group).isPresent();
                (isThere ? joins : gone).add(group);
            }
        }
        Set<String> leaves = new TreeSet<>(groups);
        leaves.removeAll(wanted);
        Map<String, String> named = named(subject, moment, joins, leaves, gone);
        gone.forEach(group ->
                lost.add(new NotRestored("group", group, named.get(group), "This group isn't there any more.")));
        return new Plan(subject, target, id, now.orElse(null), groups, joins, leaves, named, List.copyOf(lost));
    }

    private Plan group(Subject subject, Moment moment, Snapshot target, String id, Optional<Snapshot> now) {
        Set<String> members = now.isEmpty() ? Set.of() : directory.membersOf(subject.connection(), id);
        Set<String> wanted = new TreeSet<>(history.membersAt(subject.connection(), subject.id(), moment));
        Set<String> present = directory.present(subject.connection(), wanted);
        Set<String> gone = new TreeSet<>(wanted);
        gone.removeAll(present);
        Set<String> joins = new TreeSet<>(present);
        joins.removeAll(members);
        Set<String> leaves = new TreeSet<>(members);
        leaves.removeAll(present);
        Map<String, String> named = named(subject, moment, joins, leaves, gone);
        List<NotRestored> lost = gone.stream()
                .map(member -> new NotRestored("member", member, named.get(member), "This user isn't there any more."))
                .toList();
        return new Plan(subject, target, id, now.orElse(null), members, joins, leaves, named, lost);
    }

    private Map<String, String> named(
            Subject subject, Moment moment, Set<String> joins, Set<String> leaves, Set<String> gone) {
        return names.of(subject, moment, Stream.of(joins, leaves, gone).flatMap(Set::stream));
    }
}
