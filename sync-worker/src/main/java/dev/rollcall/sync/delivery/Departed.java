package dev.rollcall.sync.delivery;

import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scope.MappingException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Finds the attributes of a user that changes took away: a PATCH has to name them, where a PUT leaves them out. */
final class Departed {

    private Departed() {}

    /** Pure: what any state before one of the task's changes had, and the content hasn't. */
    static Set<String> of(ScimTask task, ObjectNode content) {
        var gone = new TreeSet<String>();
        Stream.concat(task.older().stream(), Stream.of(task.newest()))
                .map(delivery -> delivery.change().getBefore())
                .filter(UserState.class::isInstance)
                .forEach(before -> gone.addAll(names(task, (UserState) before)));
        gone.removeAll(content.propertyNames());
        return gone;
    }

    /** A state that the mapping can't render was never sent. */
    private static Collection<String> names(ScimTask task, UserState state) {
        try {
            return task.rendering().apply(state).propertyNames();
        } catch (MappingException e) {
            return List.of();
        }
    }
}
