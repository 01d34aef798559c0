package dev.rollcall.schemas.delivery;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.scim.Versions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The {@code events} of a change: several URIs where they hold for the same change (RFC 9967 §2.1). */
final class EventPayloads {

    private static final JsonMapper JSON = JsonMapper.shared();

    private EventPayloads() {}

    static ObjectNode of(IdentityChange change, EventSubject subject, EventFeed feed) {
        ObjectNode events = JSON.createObjectNode();
        String location = feed.issuer() + "/scim/v2/" + change.getConnection() + subject.uri();
        String uri = uri(change, feed);
        put(events, uri, payload(uri, change, location, feed), feed);
        change.getAlsoKinds().forEach(kind -> put(events, kind, JSON.createObjectNode(), feed));
        return events;
    }

    private static void put(ObjectNode events, String uri, ObjectNode payload, EventFeed feed) {
        if (feed.wants(uri)) {
            events.set(uri, payload);
        }
    }

    /** A group is never put: a PUT without its members would empty it (§5 of the RFC advises against it, too). */
    private static String uri(IdentityChange change, EventFeed feed) {
        return switch (change.getKind()) {
            case EventUris.PUT ->
                feed.inMode(change.getResourceType() == ResourceType.GROUP ? EventUris.PATCH : EventUris.PUT);
            case EventUris.CREATE, EventUris.PATCH -> feed.inMode(change.getKind());
            default -> change.getKind();
        };
    }

    private static ObjectNode payload(String uri, IdentityChange change, String location, EventFeed feed) {
        return switch (uri) {
            case EventUris.CREATE, EventUris.PUT -> versioned(change, "data", representation(change, location));
            case EventUris.PATCH -> versioned(change, "data", PatchBody.of(change));
            case EventUris.ASYNC_RESPONSE -> OutcomePayload.of(change, location);
            default ->
                uri.equals(change.getKind()) ? JSON.createObjectNode() : versioned(change, "attributes", names(change));
        };
    }

    private static ObjectNode versioned(IdentityChange change, String name, JsonNode value) {
        ObjectNode payload = JSON.createObjectNode().put("version", Versions.etag(change.getVersion()));
        payload.set(name, value);
        return payload;
    }

    private static JsonNode names(IdentityChange change) {
        Stream<String> id = change.getBefore() == null ? Stream.of("id") : Stream.empty();
        var names = JSON.createArrayNode();
        Stream.concat(id, change.getChangedAttributes().stream()).forEach(names::add);
        return names;
    }

    /** The resource after the change, as a GET shows it; of a new group with the members of this change. */
    private static JsonNode representation(IdentityChange change, String location) {
        ObjectNode resource = state(change.getAfter(), location);
        if (!change.getMembersAdded().isEmpty()) {
            resource.set("members", members(change.getMembersAdded()));
        }
        return resource;
    }

    private static ObjectNode state(@Nullable Object state, String location) {
        return switch (state) {
            case UserState user ->
                resource(
                        ScimCodec.USER.write(user.getAttributes()),
                        user.getId(),
                        meta("User", user.getCreated(), user.getLastModified(), user.getVersion(), location));
            case GroupState group ->
                resource(
                        ScimCodec.GROUP.write(group.getAttributes()),
                        group.getId(),
                        meta("Group", group.getCreated(), group.getLastModified(), group.getVersion(), location));
            case null, default -> JSON.createObjectNode();
        };
    }

    private static ObjectNode resource(ObjectNode attributes, String id, ObjectNode meta) {
        attributes.put("id", id);
        attributes.set("meta", meta);
        return attributes;
    }

    private static ObjectNode meta(String type, Instant created, Instant modified, long version, String location) {
        return JSON.createObjectNode()
                .put("resourceType", type)
                .put("created", created.toString())
                .put("lastModified", modified.toString())
                .put("location", location)
                .put("version", Versions.etag(version));
    }

    static JsonNode members(List<String> ids) {
        var members = JSON.createArrayNode();
        ids.forEach(id -> members.addObject().put("value", id));
        return members;
    }
}
