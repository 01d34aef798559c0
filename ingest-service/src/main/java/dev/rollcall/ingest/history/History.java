package dev.rollcall.ingest.history;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.ingest.history.projection.PositionDocuments;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * The past of users and groups. A state is what the newest change up to a moment left, else what the oldest one after it
 * found; members are those of now, with all changes since undone. What the directory has is always read first, so that
 * the log, which is ahead of it, tells all that led there. Blocking.
 */
@Component
public final class History {

    /** Changes that are undone to tell members; further back is refused. */
    private static final int MAX_UNDONE = 20_000;

    private final Directory directory;
    private final ChangePositions positions;
    private final ChangeRecords changes;
    private final HistoryProgress progress;

    History(Directory directory, ChangePositions positions, ChangeRecords changes, HistoryProgress progress) {
        this.directory = directory;
        this.positions = positions;
        this.changes = changes;
        this.progress = progress;
    }

    /**
     * The moment of a time or a sequence; with neither, now.
     *
     * @throws ResponseStatusException 503 while the log isn't gathered
     */
    public Moment moment(String connection, @Nullable Instant time, @Nullable Long sequence) {
        progress.await(connection);
        long last = sequence != null
                ? sequence
                : time == null
                        ? Long.MAX_VALUE
                        : positions
                                .newest(connection, time)
                                .map(Position::sequence)
                                .orElse(0L);
        boolean isWithin = last == Long.MAX_VALUE
                || positions
                        .oldest(connection)
                        .map(oldest -> last >= oldest.sequence() - 1)
                        .orElse(false);
        return new Moment(last, time, isWithin);
    }

    public Told state(ResourceType type, String connection, String id, Moment moment) {
        var subject = new Subject(type, connection, id);
        Optional<Snapshot> now = now(type, connection, id);
        progress.await(connection);
        Optional<IdentityChange> made =
                positions.newest(connection, id, moment.sequence()).flatMap(changes::read);
        if (made.isPresent()) {
            IdentityChange change = made.get();
            if (subject.isMistakenFor(change)) {
                return new Told.Unknown();
            }
            return Snapshot.of(change.getAfter())
                    .<Told>map(Told.Present::new)
                    .orElseGet(() -> new Told.Deleted(change.getSequence(), change.getTime()));
        }
        Optional<IdentityChange> next =
                positions.oldest(connection, id, moment.sequence()).flatMap(changes::read);
        if (next.isPresent()) {
            IdentityChange change = next.get();
            if (subject.isMistakenFor(change)) {
                return new Told.Unknown();
            }
            return Snapshot.of(change.getBefore())
                    .map(before -> reached(before, moment))
                    .orElseGet(() -> new Told.NotYet(change.getSequence(), change.getTime()));
        }
        return now.map(state -> reached(state, moment)).orElseGet(Told.Unknown::new);
    }

    private static Told reached(Snapshot state, Moment moment) {
        return moment.isAtOrAfter(state)
                ? new Told.Present(state)
                : new Told.OutOfReach(state.sequence(), state.lastModified());
    }

    /** As it is now; empty when it isn't there. */
    public Optional<Snapshot> now(ResourceType type, String connection, String id) {
        return switch (type) {
            case USER -> directory.user(connection, id).map(Snapshot::ofUser);
            case GROUP -> directory.group(connection, id).map(Snapshot::ofGroup);
            case UNKNOWN -> Optional.empty();
        };
    }

    /** When a user or a group was deleted; empty where the log knows of no deletion. */
    public Optional<Instant> deleted(String connection, String id) {
        return positions
                .newest(connection, id, Long.MAX_VALUE)
                .filter(Position::isDeletion)
                .map(Position::time);
    }

    /** Whether the log knows of any change of a user or a group. */
    public boolean isKnown(String connection, String id) {
        return positions.newest(connection, id, Long.MAX_VALUE).isPresent();
    }

    /** The ids of a group's members at a moment at which its state can be told. */
    public Set<String> membersAt(String connection, String group, Moment moment) {
        Set<String> members = new LinkedHashSet<>(directory.membersOf(connection, group));
        progress.await(connection);
        for (Position change : undone(positions.since(connection, group, moment.sequence(), MAX_UNDONE + 1))) {
            for (String subject : change.subjects()) {
                String user = subject.substring(0, subject.length() - 1);
                if (subject.equals(PositionDocuments.joined(user))) {
                    members.remove(user);
                } else if (subject.equals(PositionDocuments.left(user))) {
                    members.add(user);
                }
            }
        }
        return members;
    }

    /** The ids of a user's groups at a moment; empty where the log doesn't reach back to it. */
    public Optional<Set<String>> groupsAt(String connection, String user, Moment moment) {
        if (!moment.isWithin()) {
            return Optional.empty();
        }
        Set<String> groups = new TreeSet<>(directory.groupIdsOf(connection, user));
        progress.await(connection);
        record Edge(Position change, boolean isJoin) {}
        Stream<Edge> edges = Stream.concat(
                edges(connection, PositionDocuments.joined(user), moment).map(change -> new Edge(change, true)),
                edges(connection, PositionDocuments.left(user), moment).map(change -> new Edge(change, false)));
        edges.sorted(Comparator.comparingLong((Edge edge) -> edge.change().sequence())
                        .reversed())
                .forEach(edge -> {
                    if (edge.isJoin()) {
                        groups.remove(edge.change().resource());
                    } else {
                        groups.add(edge.change().resource());
                    }
                });
        return Optional.of(groups);
    }

    private Stream<Position> edges(String connection, String subject, Moment moment) {
        return undone(positions.since(connection, subject, moment.sequence(), MAX_UNDONE + 1)).stream();
    }

    private static Collection<Position> undone(List<Position> since) {
        if (since.size() > MAX_UNDONE) {
            throw new ResponseStatusException(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "More than " + MAX_UNDONE + " changes of members lie between then and now. Ask for a later time.");
        }
        return since;
    }
}
