package dev.rollcall.schemas.delivery;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The resource that an event is about, as {@code sub_id} names it (RFC 9967 §2.1). */
public record EventSubject(
        ResourceType type, String id, @Nullable String externalId) {

    public static EventSubject of(UserState user) {
        return new EventSubject(
                ResourceType.USER, user.getId(), user.getAttributes().getExternalId());
    }

    public static EventSubject of(GroupState group) {
        return new EventSubject(
                ResourceType.GROUP, group.getId(), group.getAttributes().getExternalId());
    }

    /** What the change changed; of a deleted one, as it was. */
    public static EventSubject of(IdentityChange change) {
        Object state = Optional.ofNullable(change.getAfter()).orElse(change.getBefore());
        return switch (state) {
            case UserState user -> of(user);
            case GroupState group -> of(group);
            case null, default -> new EventSubject(change.getResourceType(), change.getResource(), null);
        };
    }

    /** Relative to the SCIM base URL of the connection, such as {@code /Users/ID}. */
    String uri() {
        return endpoint() + "/" + id;
    }

    String endpoint() {
        return switch (type) {
            case USER -> "/Users";
            case GROUP -> "/Groups";
            case UNKNOWN -> "/Resources";
        };
    }

    ObjectNode json() {
        ObjectNode json = JsonMapper.shared().createObjectNode().put("format", "scim");
        json.put("uri", uri());
        if (externalId != null) {
            json.put("externalId", Objects.requireNonNull(externalId));
        }
        return json.put("id", id);
    }

    /** One that never came to be: only its endpoint is known, and its id is nobody's. */
    ObjectNode absentJson() {
        return JsonMapper.shared().createObjectNode().put("format", "scim").put("uri", endpoint());
    }
}
