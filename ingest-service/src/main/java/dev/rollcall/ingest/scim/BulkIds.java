package dev.rollcall.ingest.scim;

import dev.rollcall.schemas.scim.ScimException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** References from one bulk operation to what another creates: {@code bulkId:NAME} (RFC 7644 §3.7.2). */
final class BulkIds {

    private static final String PREFIX = "bulkId:";

    /** Quoted within a string: in the filter of a PATCH's path. */
    private static final Pattern QUOTED = Pattern.compile("\"bulkId:([^\"]+)\"");

    private BulkIds() {}

    /** The bulkIds that an operation refers to, in its path or anywhere in its data. */
    static Set<String> of(BulkOperation operation) {
        var names = new LinkedHashSet<String>();
        operation.target().ifPresent(target -> text(target, names));
        if (operation.data() != null) {
            collect(operation.data(), names);
        }
        return names;
    }

    /** The operation with ids in place of its references. */
    static BulkOperation resolved(BulkOperation operation, Map<String, String> ids) {
        Function<String, String> id = name -> {
            String known = ids.get(name);
            if (known == null) {
                throw ScimException.invalidValue(
                        "No POST of this bulk request has a bulkId that this operation refers to; see bulkId: in it.");
            }
            return known;
        };
        ObjectNode data = operation.data();
        return new BulkOperation(
                operation.operation(),
                operation.endpoint(),
                operation.target().map(target -> replace(target, id)),
                operation.bulkId(),
                operation.version(),
                data == null ? null : (ObjectNode) replace(data.deepCopy(), id));
    }

    private static void collect(JsonNode json, Set<String> names) {
        if (json.isString()) {
            text(json.stringValue(), names);
        } else {
            json.forEach(child -> collect(child, names));
        }
    }

    private static void text(String text, Set<String> names) {
        if (text.startsWith(PREFIX)) {
            names.add(text.substring(PREFIX.length()));
        } else {
            QUOTED.matcher(text).results().forEach(match -> names.add(match.group(1)));
        }
    }

    private static JsonNode replace(JsonNode json, Function<String, String> id) {
        switch (json) {
            case ObjectNode object ->
                List.copyOf(object.propertyNames()).forEach(name -> object.set(name, replace(object.get(name), id)));
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, replace(array.get(i), id));
                }
            }
            case StringNode text -> {
                return StringNode.valueOf(replace(text.stringValue(), id));
            }
            default -> {}
        }
        return json;
    }

    private static String replace(String text, Function<String, String> id) {
        return text.startsWith(PREFIX)
                ? id.apply(text.substring(PREFIX.length()))
                : QUOTED.matcher(text)
                        .replaceAll(match -> Matcher.quoteReplacement('"' + id.apply(match.group(1)) + '"'));
    }
}
