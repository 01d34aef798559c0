package dev.rollcall.ingest.history;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scim.UserNames;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Users who aren't there any more, as the log of changes remembers them. Blocking. */
@Component
public final class Departed {

    /** Deletions that are read to find one by name, newest first. */
    private static final int MAX_READ = 5_000;

    private static final int AT_ONCE = 500;

    private final ChangePositions positions;
    private final ChangeRecords changes;
    private final HistoryProgress progress;

    Departed(ChangePositions positions, ChangeRecords changes, HistoryProgress progress) {
        this.positions = positions;
        this.changes = changes;
        this.progress = progress;
    }

    /** As a user was last. */
    public Optional<UserState> find(String connection, String id) {
        progress.await(connection);
        return positions
                .newest(connection, id, Long.MAX_VALUE)
                .flatMap(changes::read)
                .flatMap(Departed::last);
    }

    /** Who had a name last. No index has names of those who are gone, so their deletions are read. */
    public Optional<UserState> named(String connection, String nameKey) {
        progress.await(connection);
        List<Position> all = positions.departures(connection, MAX_READ);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<Position> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            for (IdentityChange change : changes.read(some).descendingMap().values()) {
                Optional<UserState> found = last(change)
                        .filter(user -> UserNames.key(user.getAttributes().getUserName())
                                .equals(nameKey));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** The ids of the users who were deleted at a time. */
    public List<String> at(String connection, Instant time) {
        progress.await(connection);
        return positions.departuresAt(connection, time).stream()
                .map(Position::resource)
                .toList();
    }

    private static Optional<UserState> last(IdentityChange change) {
        Object state = change.getAfter() == null ? change.getBefore() : change.getAfter();
        return state instanceof UserState user ? Optional.of(user) : Optional.empty();
    }
}
