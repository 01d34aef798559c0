package dev.rollcall.schemas.delivery;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.MessageBody;
import dev.rollcall.event.RequestOutcome;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.scim.ScimCodec;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A change as a Standard Webhooks message; pure, so that a message is the same bytes however often it is sent. */
public final class WebhookMessage {

    private static final JsonMapper JSON = JsonMapper.shared();

    private WebhookMessage() {}

    /** {@code {"type": "user.updated", "timestamp": "…", "data": {…}}} in UTF-8; a body that we don't know tells no states. */
    public static byte[] of(IdentityChange change, MessageBody body) {
        return of(change, body, null);
    }

    /**
     * The same, with {@code "replay": {"id": "…"}} at its end where it is told again or afterwards.
     *
     * @param replay that brings it; null where the change simply comes
     */
    public static byte[] of(IdentityChange change, MessageBody body, @Nullable String replay) {
        ObjectNode data = switch (body) {
            case FULL -> full(change);
            case NOTICE, UNKNOWN -> notice(change);
        };
        ObjectNode message = JSON.createObjectNode()
                .put("type", type(change))
                .put("timestamp", change.getTime().toString());
        message.set("data", data);
        if (replay != null) {
            message.putObject("replay").put("id", replay);
        }
        return JSON.writeValueAsBytes(message);
    }

    /** With the resource states as SCIM JSON. */
    private static ObjectNode full(IdentityChange change) {
        ObjectNode data = head(change, change.getKind());
        data.set("before", state(change.getBefore()));
        data.set("after", state(change.getAfter()));
        strings(data, "changedAttributes", change.getChangedAttributes());
        strings(data, "membersAdded", change.getMembersAdded());
        strings(data, "membersRemoved", change.getMembersRemoved());
        data.put("txn", change.getTxn());
        if (change.getOutcome() != null) {
            data.set(
                    "outcome",
                    outcome(change.getOutcome())
                            .put("detail", change.getOutcome().getDetail()));
        }
        return data;
    }

    /** Without any value of the resource: whoever may see it asks for it. */
    private static ObjectNode notice(IdentityChange change) {
        ObjectNode data = head(change, EventUris.notice(change.getKind()));
        strings(data, "changedAttributes", change.getChangedAttributes());
        data.put("txn", change.getTxn());
        if (change.getOutcome() != null) {
            data.set("outcome", outcome(change.getOutcome()));
        }
        return data;
    }

    private static ObjectNode head(IdentityChange change, String kind) {
        ObjectNode data = JSON.createObjectNode()
                .put("id", id(change))
                .put("connection", change.getConnection())
                .put("sequence", change.getSequence())
                .put("kind", kind);
        strings(data, "alsoKinds", change.getAlsoKinds());
        return data.put("resourceType", resourceType(change.getResourceType()))
                .put("resource", change.getResource())
                .put("version", etag(change.getVersion()));
    }

    /**
     * The same however often it is sent. That a resource entered or left isn't what else the same change might have told.
     */
    public static String id(IdentityChange change) {
        return switch (change.getKind()) {
            case EventUris.FEED_ADD -> change.getId() + "-entered";
            case EventUris.FEED_REMOVE -> change.getId() + "-left";
            default -> change.getId();
        };
    }

    /** The dotted type, such as {@code user.deactivated}. */
    public static String type(IdentityChange change) {
        if (change.getKind().equals(EventUris.ASYNC_RESPONSE)) {
            return "request.completed";
        }
        String subject = resourceType(change.getResourceType()).toLowerCase(Locale.ROOT);
        return subject + '.' + verb(change);
    }

    private static ObjectNode outcome(RequestOutcome outcome) {
        return JSON.createObjectNode()
                .put("operation", outcome.getOperation().name().toLowerCase(Locale.ROOT))
                .put("status", outcome.getStatus())
                .put("scimType", outcome.getScimType());
    }

    private static String verb(IdentityChange change) {
        if (is(change, EventUris.FEED_ADD)) {
            return "entered";
        }
        if (is(change, EventUris.FEED_REMOVE)) {
            return "left";
        }
        if (change.getAfter() == null) {
            return "deleted";
        }
        if (change.getBefore() == null) {
            return "created";
        }
        if (change.getResourceType() == ResourceType.GROUP) {
            boolean hasMembers = !change.getMembersAdded().isEmpty()
                    || !change.getMembersRemoved().isEmpty();
            return hasMembers ? "members_changed" : "updated";
        }
        if (is(change, EventUris.ACTIVATE)) {
            return "activated";
        }
        return is(change, EventUris.DEACTIVATE) ? "deactivated" : "updated";
    }

    private static boolean is(IdentityChange change, String kind) {
        return change.getKind().equals(kind) || change.getAlsoKinds().contains(kind);
    }

    private static @Nullable ObjectNode state(@Nullable Object state) {
        return switch (state) {
            case UserState user ->
                resource(
                        ScimCodec.USER.write(user.getAttributes()),
                        user.getId(),
                        "User",
                        user.getVersion(),
                        user.getCreated(),
                        user.getLastModified());
            case GroupState group ->
                resource(
                        ScimCodec.GROUP.write(group.getAttributes()),
                        group.getId(),
                        "Group",
                        group.getVersion(),
                        group.getCreated(),
                        group.getLastModified());
            case null, default -> null;
        };
    }

    private static ObjectNode resource(
            ObjectNode attributes, String id, String type, long version, Instant created, Instant lastModified) {
        attributes.put("id", id);
        attributes
                .putObject("meta")
                .put("resourceType", type)
                .put("created", created.toString())
                .put("lastModified", lastModified.toString())
                .put("version", etag(version));
        return attributes;
    }

    private static String etag(long version) {
        return "W/\"" + version + "\"";
    }

    private static String resourceType(ResourceType type) {
        return switch (type) {
            case USER -> "User";
            case GROUP -> "Group";
            case UNKNOWN -> "Resource";
        };
    }

    private static void strings(ObjectNode data, String name, List<String> values) {
        var array = data.putArray(name);
        values.forEach(array::add);
    }
}
