package dev.rollcall.schemas.scope;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.scim.Versions;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Resources as filters and mappings of apps see them: as a GET shows them, but without URLs, and a user always with
 * {@code active}, for no app is left to guess what a missing one means.
 */
public final class ResourceView {

    private ResourceView() {}

    /** A user with the groups that it is a direct member of. */
    public static ObjectNode of(UserState user, List<GroupReference> groups) {
        ObjectNode json = ScimCodec.USER.write(user.getAttributes());
        json.put("active", user.getAttributes().getActive()).put("id", user.getId());
        if (!groups.isEmpty()) {
            var array = json.putArray("groups");
            groups.forEach(group -> array.addObject()
                    .put("value", group.getValue())
                    .put("display", group.getDisplay())
                    .put("type", "direct"));
        }
        return withMeta(json, "User", user.getCreated(), user.getLastModified(), user.getVersion());
    }

    /** A group without its members. */
    public static ObjectNode of(GroupState group) {
        ObjectNode json = ScimCodec.GROUP.write(group.getAttributes()).put("id", group.getId());
        return withMeta(json, "Group", group.getCreated(), group.getLastModified(), group.getVersion());
    }

    private static ObjectNode withMeta(
            ObjectNode json, String type, Instant created, Instant lastModified, long version) {
        json.putObject("meta")
                .put("resourceType", type)
                .put("created", created.toString())
                .put("lastModified", lastModified.toString())
                .put("version", Versions.etag(version));
        return json;
    }
}
