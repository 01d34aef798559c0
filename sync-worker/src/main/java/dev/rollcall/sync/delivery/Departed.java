package dev.rollcall.sync.delivery;

import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scim.ScimCodec;
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
                .map(before -> ScimCodec.USER.write(((UserState) before).getAttributes()))
                .forEach(before -> gone.addAll(before.propertyNames()));
        gone.removeAll(content.propertyNames());
        return gone;
    }
}
