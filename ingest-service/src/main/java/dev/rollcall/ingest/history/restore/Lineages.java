package dev.rollcall.ingest.history.restore;

import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.history.Departed;
import dev.rollcall.ingest.history.History;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Who is one person, because the one was created anew in the place of the other. Blocking. */
@Component
public final class Lineages {

    private final History history;
    private final Departed departed;

    Lineages(History history, Departed departed) {
        this.history = history;
        this.departed = departed;
    }

    /** The ids of a user who is or was there, and of all who stand for it or whom it stands for. */
    public Set<String> of(String connection, String id) {
        Set<String> all = new LinkedHashSet<>(List.of(id));
        List<Departed.Departure> departures = departed.all(connection);
        boolean isMore = true;
        while (isMore) {
            isMore = false;
            for (Departed.Departure departure : departures) {
                String successor = Successors.of(connection, departure.user(), departure.time());
                if (all.contains(successor)) {
                    isMore |= all.add(departure.user());
                } else if (all.contains(departure.user()) && wasThere(connection, successor)) {
                    isMore |= all.add(successor);
                }
            }
        }
        return all;
    }

    private boolean wasThere(String connection, String id) {
        return history.now(ResourceType.USER, connection, id).isPresent()
                || history.lastChange(connection, id).isPresent();
    }
}
