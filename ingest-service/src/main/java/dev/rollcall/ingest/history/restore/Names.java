package dev.rollcall.ingest.history.restore;

import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.history.History;
import dev.rollcall.ingest.history.Moment;
import dev.rollcall.ingest.history.Snapshot;
import dev.rollcall.ingest.history.Subject;
import dev.rollcall.ingest.history.Told;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What the groups of a user, or the members of a group, are called: now, else at the moment it is about. Blocking. */
@Component
final class Names {

    /** They are looked up one by one. */
    private static final int MOST = 100;

    private final History history;

    Names(History history) {
        this.history = history;
    }

    /** By id; those whose name isn't known aren't in the map, nor is anyone after so many. */
    Map<String, String> of(Subject subject, Moment moment, Stream<String> ids) {
        boolean areGroups = subject.type() == ResourceType.USER;
        ResourceType type = areGroups ? ResourceType.GROUP : ResourceType.USER;
        var names = new HashMap<String, String>();
        ids.limit(MOST)
                .forEach(id -> state(type, subject.connection(), id, moment)
                        .map(state -> state.attributes()
                                .path(areGroups ? "displayName" : "userName")
                                .asString(null))
                        .ifPresent(name -> names.put(id, name)));
        return names;
    }

    private Optional<Snapshot> state(ResourceType type, String connection, String id, Moment moment) {
        return history.now(type, connection, id)
                .or(() -> history.state(type, connection, id, moment) instanceof Told.Present then
                        ? Optional.of(then.state())
                        : Optional.empty());
    }
}
