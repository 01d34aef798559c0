package dev.rollcall.ingest.replay;

import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.history.History;
import dev.rollcall.ingest.history.Subject;
import dev.rollcall.ingest.history.Told;
import dev.rollcall.ingest.history.Whereabouts;
import dev.rollcall.ingest.setting.Refused;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Knows whether there is anything of the one user or group that a replay is about, for one of nobody would seem to have
 * been brought when it has ended. Blocking.
 */
@Component
final class Addressed {

    private final Whereabouts whereabouts;
    private final History history;

    Addressed(Whereabouts whereabouts, History history) {
        this.whereabouts = whereabouts;
        this.history = history;
    }

    /**
     * Returns when the replay isn't about one user or group, or the log has changes of it.
     *
     * @throws ResponseStatusException 404 where nobody knows of it, 410 of somebody who was erased, 400 where the app gets
     *     nothing of it or the log has nothing any more
     */
    void check(ReplaySetting wanted) {
        String id = wanted.getResource();
        if (id != null) {
            check(wanted.getResourceType(), id, wanted.getConnections());
        }
    }

    private void check(ResourceType type, String id, List<String> connections) {
        Subject subject = whereabouts.find(type, connections.size() == 1 ? connections.getFirst() : null, id);
        Told told = history.state(type, subject.connection(), id, history.moment(subject.connection(), null, null));
        if (told instanceof Told.Unknown) {
            throw Whereabouts.refusal(told).orElseThrow();
        }
        String what = type.name().toLowerCase(Locale.ROOT);
        if (!connections.isEmpty() && !connections.contains(subject.connection())) {
            throw Refused.wrong(
                    "The app doesn't follow the connection of this " + what + ", so it would take nothing.");
        }
        if (!history.isKnown(subject.connection(), id)) {
            throw Refused.wrong("No changes of this " + what + " are kept. Leave " + what
                    + " out to bring the app what there is now.");
        }
    }
}
