package dev.rollcall.sync.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A page of what a SCIM app lists (RFC 7644 §3.4.2).
 *
 * @param total how many there are, as the app says; null where it doesn't, as RFC 9865 lets it
 * @param nextCursor null on the last page, and where it pages by index
 */
public record ScimPage(
        List<ObjectNode> resources,
        @Nullable Long total,
        @Nullable String nextCursor) {

    /** What an answer lists; empty where it is no list response, or has resources without an id. */
    public static Optional<ScimPage> of(Answer answer) {
        JsonNode list = ScimClient.read(answer);
        JsonNode total = list.path("totalResults");
        String cursor = list.path("nextCursor").asString("");
        JsonNode listed = list.path("Resources");
        boolean isNone = listed.isMissingNode() || listed.isNull();
        boolean isList = list.isObject() && (listed.isArray() || isNone && total.isIntegralNumber());
        if (!isList) {
            return Optional.empty();
        }
        var resources = new ArrayList<ObjectNode>();
        for (JsonNode resource : listed) {
            if (!(resource instanceof ObjectNode object)
                    || object.path("id").asString("").isBlank()) {
                return Optional.empty();
            }
            resources.add(object);
        }
        return Optional.of(new ScimPage(
                List.copyOf(resources),
                total.canConvertToLong() && total.isIntegralNumber() ? Long.valueOf(total.longValue()) : null,
                cursor.isEmpty() ? null : cursor));
    }
}
