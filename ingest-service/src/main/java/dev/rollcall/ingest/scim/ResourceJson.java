package dev.rollcall.ingest.scim;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.directory.Rendering;
import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.scim.Versions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Resources as clients see them.
 *
 * @param base URL of the connection's endpoints, without a slash at its end
 */
public record ResourceJson(String base) implements Rendering {

    /** A user with the groups it is a direct member of; none are shown as no attribute at all. */
    @Override
    public ObjectNode user(UserState user, List<GroupReference> groups) {
        ObjectNode json = ScimCodec.USER.write(user.getAttributes()).put("id", user.getId());
        if (!groups.isEmpty()) {
            var array = json.putArray("groups");
            for (GroupReference group : groups) {
                ObjectNode entry = array.addObject()
                        .put("value", group.getValue())
                        .put("$ref", location(Endpoint.GROUPS, group.getValue()));
                if (group.getDisplay() != null) {
                    entry.put("display", group.getDisplay());
                }
                entry.put("type", "direct");
            }
        }
        meta(json, Endpoint.USERS, user.getId(), user.getCreated(), user.getLastModified(), user.getVersion());
        return json;
    }

    /** A group with the ids of its members; none are shown as no attribute at all. */
    @Override
    public ObjectNode group(GroupState group, Collection<String> members) {
        ObjectNode json = ScimCodec.GROUP.write(group.getAttributes()).put("id", group.getId());
        if (!members.isEmpty()) {
            var array = json.putArray("members");
            for (String member : members) {
                array.addObject()
                        .put("value", member)
                        .put("$ref", location(Endpoint.USERS, member))
                        .put("type", "User");
            }
        }
        meta(json, Endpoint.GROUPS, group.getId(), group.getCreated(), group.getLastModified(), group.getVersion());
        return json;
    }

    String location(Endpoint endpoint, String id) {
        return base + '/' + endpoint.segment() + '/' + id;
    }

    private void meta(
            ObjectNode json, Endpoint endpoint, String id, Instant created, Instant lastModified, long version) {
        json.putObject("meta")
                .put("resourceType", endpoint.resource())
                .put("created", created.toString())
                .put("lastModified", lastModified.toString())
                .put("location", location(endpoint, id))
                .put("version", Versions.etag(version));
    }
}
