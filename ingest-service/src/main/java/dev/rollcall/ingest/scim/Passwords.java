package dev.rollcall.ingest.scim;

import dev.rollcall.schemas.scim.ScimJson;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Drops passwords from a body, wherever they are, before anything is published (RFC 7643 §4.1.1: returned never). */
final class Passwords {

    private static final String NAME = "password";

    private Passwords() {}

    /** Nulls every member of that name, and the value of every PATCH operation on it: that there was one is still told. */
    static void drop(JsonNode body) {
        if (body instanceof ObjectNode object) {
            JsonNode path = object.get("path");
            if (path != null && path.isString() && isPassword(path.stringValue()) && object.has("value")) {
                object.set("value", ScimJson.objectNode().nullNode());
            }
            for (String name : List.copyOf(object.propertyNames())) {
                if (isPassword(name)) {
                    object.putNull(name);
                } else {
                    drop(object.get(name));
                }
            }
        } else if (body.isArray()) {
            body.forEach(Passwords::drop);
        }
    }

    /** Whether a name or a path is of a password, with a schema's URN before it or not. */
    private static boolean isPassword(String path) {
        String name = path.strip().split("\\[", 2)[0];
        name = name.substring(name.lastIndexOf(':') + 1).split("\\.", 2)[0];
        return name.toLowerCase(Locale.ROOT).equals(NAME);
    }
}
