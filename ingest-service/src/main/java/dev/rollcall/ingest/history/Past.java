package dev.rollcall.ingest.history;

import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.schemas.scim.Versions;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Shows what was. Blocking. */
@Component
public final class Past {

    /** Groups whose name of then is looked up, one by one. */
    private static final int NAMED = 100;

    private final Whereabouts whereabouts;
    private final History history;

    Past(Whereabouts whereabouts, History history) {
        this.whereabouts = whereabouts;
        this.history = history;
    }

    /**
     * A user with its groups or a group with its members, as it was at a time or after the change with a sequence; with
     * neither, as it is.
     *
     * @param connection null where the id alone has to tell
     * @throws org.springframework.web.server.ResponseStatusException what can't be told, and why
     */
    public PointView of(
            ResourceType type, @Nullable String connection, String id, @Nullable String at, @Nullable Long sequence) {
        if (at != null && sequence != null || sequence != null && sequence < 0) {
            throw Refused.wrong("Send at, a time, or sequence, the number of a change, or neither.");
        }
        Subject subject = whereabouts.find(type, connection, id);
        Moment moment = history.moment(subject.connection(), Whereabouts.time(at), sequence);
        Told told = history.state(subject.type(), subject.connection(), id, moment);
        if (told instanceof Told.Present present) {
            return of(subject, moment, present.state());
        }
        throw Whereabouts.refusal(told).orElseThrow();
    }

    private PointView of(Subject subject, Moment moment, Snapshot state) {
        ObjectNode resource = state.attributes().put("id", state.id());
        boolean isKnown = switch (state.type()) {
            case USER -> groups(subject, moment, resource);
            case GROUP, UNKNOWN -> members(subject, moment, resource);
        };
        resource.putObject("meta")
                .put("resourceType", state.type() == ResourceType.USER ? "User" : "Group")
                .put("created", state.created().toString())
                .put("lastModified", state.lastModified().toString())
                .put("version", Versions.etag(state.version()));
        return new PointView(
                subject.connection(), moment.time(), state.sequence(), state.lastModified(), isKnown, resource);
    }

    private boolean groups(Subject subject, Moment moment, ObjectNode resource) {
        Optional<Set<String>> groups = history.groupsAt(subject.connection(), subject.id(), moment);
        if (groups.isPresent() && !groups.get().isEmpty()) {
            var array = resource.putArray("groups");
            int named = 0;
            for (String group : groups.get()) {
                ObjectNode entry = array.addObject().put("value", group);
                if (named++ < NAMED
                        && history.state(ResourceType.GROUP, subject.connection(), group, moment)
                                instanceof Told.Present then) {
                    entry.put(
                            "display",
                            then.state().attributes().path("displayName").asString(""));
                }
                entry.put("type", "direct");
            }
        }
        return groups.isPresent();
    }

    private boolean members(Subject subject, Moment moment, ObjectNode resource) {
        Set<String> members = new TreeSet<>(history.membersAt(subject.connection(), subject.id(), moment));
        if (!members.isEmpty()) {
            var array = resource.putArray("members");
            members.forEach(member -> array.addObject().put("value", member).put("type", "User"));
        }
        return true;
    }
}
