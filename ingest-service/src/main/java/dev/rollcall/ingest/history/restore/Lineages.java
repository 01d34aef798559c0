package dev.rollcall.ingest.history.restore;

import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.history.Departed;
import dev.rollcall.ingest.history.History;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
        for (var before = predecessor(connection, id);
                before.isPresent();
                before = predecessor(connection, before.get())) {
            all.add(before.get());
        }
        for (var after = successor(connection, id); after.isPresent(); after = successor(connection, after.get())) {
            all.add(after.get());
        }
        return all;
    }

    private Optional<String> predecessor(String connection, String id) {
        return Successors.deleted(id)
                .flatMap(time -> departed.at(connection, time).stream()
                        .filter(user -> Successors.of(connection, user, time).equals(id))
                        .findFirst());
    }

    private Optional<String> successor(String connection, String id) {
        return history.deleted(connection, id)
                .map(time -> Successors.of(connection, id, time))
                .filter(successor ->
                        history.now(ResourceType.USER, connection, successor).isPresent()
                                || history.isKnown(connection, successor));
    }
}
