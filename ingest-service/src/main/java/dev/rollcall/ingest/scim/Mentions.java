package dev.rollcall.ingest.scim;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether a body, of a resource or of a PATCH, says anything about an attribute of an extension. */
final class Mentions {

    private final String urn;
    private final String name;
    private final String path;

    /** @param path of the attribute, its schema's URN before it */
    Mentions(String path) {
        this.path = path;
        this.urn = path.substring(0, path.lastIndexOf(':'));
        this.name = path.substring(urn.length() + 1);
    }

    boolean in(JsonNode body) {
        if (body instanceof ObjectNode object) {
            return object.has(path)
                    || object.path(urn).has(name)
                    || isAt(object.path("path").asString(""), object.path("value"))
                    || object.properties().stream().anyMatch(member -> in(member.getValue()));
        }
        return body.isArray() && body.valueStream().anyMatch(this::in);
    }

    /** Whether an operation of a PATCH is on the attribute, on a part of it, or on the extension and names it. */
    private boolean isAt(String target, JsonNode value) {
        boolean isWhole = target.equalsIgnoreCase(urn) && value.has(name);
        boolean isOn = target.regionMatches(true, 0, path, 0, path.length())
                && (target.length() == path.length() || ".[".indexOf(target.charAt(path.length())) >= 0);
        return isWhole || isOn;
    }
}
