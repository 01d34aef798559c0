package dev.rollcall.ingest.scim;

import dev.rollcall.event.Operation;
import dev.rollcall.schemas.scim.ScimException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One operation of a bulk request (RFC 7644 §3.7).
 *
 * @param target the id in the path, or a reference to another operation; of a POST absent
 * @param version what If-Match would say
 */
record BulkOperation(
        Operation operation,
        Endpoint endpoint,
        Optional<String> target,
        @Nullable String bulkId,
        @Nullable String version,
        @Nullable ObjectNode data) {

    private static final Pattern PATH = Pattern.compile("/?(Users|Groups)(?:/([^/?#]+))?/?");

    /** @throws ScimException 400 that says what this operation lacks */
    static BulkOperation read(JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            throw ScimException.invalidSyntax("An operation must be a JSON object with method, path and data.");
        }
        Operation operation = operation(text(object, "method"));
        String path = text(object, "path");
        Matcher matcher = PATH.matcher(path == null ? "" : path);
        if (!matcher.matches()) {
            throw ScimException.invalidValue("path must be /Users or /Groups, and but for POST an id behind it.");
        }
        Optional<String> target = Optional.ofNullable(matcher.group(2));
        if (target.isPresent() == (operation == Operation.CREATE)) {
            throw ScimException.invalidValue("A POST goes to /Users or /Groups, any other method to an id below.");
        }
        String bulkId = text(object, "bulkId");
        if (operation == Operation.CREATE && bulkId == null) {
            throw ScimException.invalidSyntax("A POST needs a bulkId, by which its answer is known.");
        }
        ObjectNode data = object.get("data") instanceof ObjectNode given ? given : null;
        if (data == null && operation != Operation.DELETE) {
            throw ScimException.invalidSyntax("data must be the JSON object that the method takes as its body.");
        }
        return new BulkOperation(
                operation, Endpoint.of(matcher.group(1)), target, bulkId, text(object, "version"), data);
    }

    private static Operation operation(@Nullable String method) {
        return switch (method == null ? "" : method.toUpperCase(Locale.ROOT)) {
            case "POST" -> Operation.CREATE;
            case "PUT" -> Operation.REPLACE;
            case "PATCH" -> Operation.PATCH;
            case "DELETE" -> Operation.DELETE;
            default -> throw ScimException.invalidSyntax("method must be POST, PUT, PATCH or DELETE.");
        };
    }

    private static @Nullable String text(ObjectNode object, String name) {
        JsonNode value = object.get(name);
        return value != null && value.isString() && !value.stringValue().isEmpty() ? value.stringValue() : null;
    }
}
