package dev.rollcall.ingest.console.past;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A resource as lines that people read; pure. */
public final class Attributes {

    /** What says nothing of the resource, or is said elsewhere on the page. */
    private static final Set<String> LEFT_OUT = Set.of("schemas", "meta", "id", "groups", "members");

    private Attributes() {}

    /** One of them. */
    public record Line(String name, String value) {}

    public static List<Line> of(ObjectNode resource) {
        var lines = new ArrayList<Line>();
        resource.properties().stream()
                .filter(property -> !LEFT_OUT.contains(property.getKey()))
                .forEach(property -> add(property.getKey(), property.getValue(), lines));
        return lines;
    }

    private static void add(String name, JsonNode value, List<Line> lines) {
        if (value instanceof ObjectNode complex) {
            complex.properties()
                    .forEach(part ->
                            add(name + (name.startsWith("urn:") ? ":" : ".") + part.getKey(), part.getValue(), lines));
        } else {
            lines.add(new Line(name, text(value)));
        }
    }

    /** A value in a line; nothing is a dash. */
    static String text(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return "–";
        }
        if (value.isArray()) {
            return value.valueStream().map(Attributes::text).collect(Collectors.joining(", "));
        }
        if (value.isObject()) {
            String shown = value.path("display").asString(value.path("value").asString(""));
            if (shown.isEmpty()) {
                return value.properties().stream()
                        .map(part -> part.getKey() + " " + text(part.getValue()))
                        .collect(Collectors.joining(", "));
            }
            String type = value.path("type").asString("");
            return type.isEmpty() || type.equals("direct") ? shown : shown + " (" + type + ")";
        }
        return value.asString();
    }
}
