package dev.rollcall.ingest.scim;

import dev.rollcall.schemas.scim.ScimJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes the ListResponse of RFC 7644 §3.4.2 and RFC 9865 §2. */
final class ListResponse {

    private static final String URN = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    private ListResponse() {}

    static ObjectNode byIndex(@Nullable Long total, int startIndex, List<ObjectNode> resources) {
        ObjectNode json = of(total, resources.size());
        json.put("startIndex", startIndex);
        json.putArray("Resources").addAll(resources);
        return json;
    }

    static ObjectNode byCursor(@Nullable Long total, @Nullable String nextCursor, List<ObjectNode> resources) {
        ObjectNode json = of(total, resources.size());
        if (nextCursor != null) {
            json.put("nextCursor", nextCursor);
        }
        json.putArray("Resources").addAll(resources);
        return json;
    }

    private static ObjectNode of(@Nullable Long total, int size) {
        ObjectNode json = ScimJson.objectNode();
        json.putArray("schemas").add(URN);
        if (total != null) {
            json.put("totalResults", total);
        }
        return json.put("itemsPerPage", size);
    }
}
