package dev.rollcall.ingest.console.group;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.connection.Connections;
import dev.rollcall.ingest.console.Kind;
import dev.rollcall.ingest.console.Trouble;
import dev.rollcall.ingest.console.When;
import dev.rollcall.ingest.console.past.Attributes;
import dev.rollcall.ingest.console.past.Members;
import dev.rollcall.ingest.console.past.Timeline;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.ingest.history.Past;
import dev.rollcall.ingest.history.Subject;
import dev.rollcall.ingest.history.Timelines;
import dev.rollcall.ingest.history.Whereabouts;
import dev.rollcall.schemas.scim.ScimCodec;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;

/** Gathers what the page of a group shows; what can't be told at the moment is left out, and said. Blocking. */
@Component
final class GroupPage {

    private final Connections connections;
    private final Whereabouts whereabouts;
    private final Directory directory;
    private final Members members;
    private final Timeline timeline;
    private final Timelines timelines;
    private final Past past;
    private final Clock clock;

    GroupPage(
            Connections connections,
            Whereabouts whereabouts,
            Directory directory,
            Members members,
            Timeline timeline,
            Timelines timelines,
            Past past,
            Clock clock) {
        this.connections = connections;
        this.whereabouts = whereabouts;
        this.directory = directory;
        this.members = members;
        this.timeline = timeline;
        this.timelines = timelines;
        this.past = past;
        this.clock = clock;
    }

    /** The whole page; 404 where nobody knows of such a group. */
    Map<String, Object> of(String connection, String id, @Nullable Long before, @Nullable String page) {
        Subject subject = whereabouts.find(ResourceType.GROUP, connection, id);
        GroupState state = directory.group(connection, id).orElse(null);
        Timeline.Part changes = timeline.of(subject, before);
        if (state == null && changes.trouble() == null && !changes.isAnything()) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    "Neither the directory nor the log of changes knows of a group with this id.");
        }
        var model = new HashMap<String, Object>();
        model.put("connection", connection);
        model.put("connectionName", connections.find(connection).value().getName());
        model.put("id", id);
        model.put("path", Kind.GROUP.path(connection, id));
        model.put("kind", Kind.GROUP);
        model.put(
                "name",
                state == null ? lastName(subject) : state.getAttributes().getDisplayName());
        model.put("isThere", state != null);
        model.put("timeline", changes);
        model.put("before", before != null);
        if (state != null) {
            model.put("attributes", Attributes.of(ScimCodec.GROUP.write(state.getAttributes())));
            model.put("changed", When.of(state.getLastModified(), clock.instant()));
            model.put(
                    "members",
                    members.of(
                            connection,
                            directory.membersOf(connection, id),
                            page,
                            UriComponentsBuilder.fromPath(Kind.GROUP.path(connection, id))));
        }
        return model;
    }

    /** Of one that was deleted the log tells what it was called right before. */
    private String lastName(Subject group) {
        try {
            return timelines.of(group, Long.MAX_VALUE, 1).changes().stream()
                    .findFirst()
                    .map(deletion ->
                            past.of(ResourceType.GROUP, group.connection(), group.id(), null, deletion.sequence() - 1))
                    .map(point -> point.resource().path("displayName").asString(group.id()))
                    .orElse(group.id());
        } catch (RuntimeException e) {
            return Trouble.of(e).map(_ -> group.id()).orElseThrow(() -> e);
        }
    }
}
