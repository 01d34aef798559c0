package dev.rollcall.standalone.demo.events;

import com.unboundid.scim2.common.GenericScimResource;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.messages.PatchRequest;
import com.unboundid.scim2.common.utils.JsonUtils;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The directory as the events tell it: whole resources, and patches that a SCIM library applies. */
final class EventReplica {

    private static final String PROVISIONING = "urn:ietf:params:scim:event:prov:";
    private static final String USERS = "/Users/";
    private static final String GROUPS = "/Groups/";

    private final Set<String> tokens = new HashSet<>();
    private final Set<String> changes = new HashSet<>();
    private final Map<String, ObjectNode> resources = new LinkedHashMap<>();
    private long doubled;

    /**
     * Takes a token; false when it was here before.
     *
     * @throws ScimException when an event can't be applied
     */
    synchronized boolean take(String jti, JsonNode claims) throws ScimException {
        if (tokens.contains(jti)) {
            return false;
        }
        String uri = claims.path("sub_id").path("uri").asString();
        JsonNode events = claims.path("events");
        for (Map.Entry<String, JsonNode> event : events.properties()) {
            apply(
                    uri,
                    event.getKey().replace(PROVISIONING, ""),
                    event.getValue().path("data"));
        }
        if (!changes.add(uri + " " + claims.path("sequence") + " " + events.propertyNames())) {
            doubled++;
        }
        tokens.add(jti);
        return true;
    }

    private void apply(String uri, String kind, JsonNode data) throws ScimException {
        switch (kind) {
            case "create:full", "put:full" -> resources.put(uri, ((ObjectNode) data).deepCopy());
            case "patch:full" -> resources.put(uri, patched(uri, data));
            case "delete" -> resources.remove(uri);
            default -> {
                // activate and deactivate come with what says so of the resource; others tell nothing of a resource
            }
        }
    }

    private ObjectNode patched(String uri, JsonNode patch) throws ScimException {
        ObjectNode before = resources.get(uri);
        if (before == null) {
            throw new ScimException(404, "There is no such resource");
        }
        PatchRequest request = Objects.requireNonNull(JsonUtils.nodeToValue(patch, PatchRequest.class));
        return request.apply(new GenericScimResource(before.deepCopy())).getObjectNode();
    }

    synchronized List<ObjectNode> users() {
        return below(USERS);
    }

    synchronized List<ObjectNode> groups() {
        return below(GROUPS);
    }

    synchronized long doubled() {
        return doubled;
    }

    private List<ObjectNode> below(String path) {
        return resources.entrySet().stream()
                .filter(resource -> resource.getKey().startsWith(path))
                .map(resource -> resource.getValue().deepCopy())
                .toList();
    }
}
