package dev.rollcall.ingest.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One attribute that differs between two states.
 *
 * @param path SCIM path, such as {@code name.familyName}; multi-valued attributes are compared as a whole
 * @param before absent where it wasn't there
 * @param after absent where it isn't there any more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Difference(
        String path, @Nullable JsonNode before, @Nullable JsonNode after) {

    private static final String SCHEMAS = "schemas";

    /** Pure; null stands for no state. */
    public static List<Difference> between(@Nullable Snapshot before, @Nullable Snapshot after) {
        var differences = new ArrayList<Difference>();
        compare(
                "",
                before == null ? null : before.attributes(),
                after == null ? null : after.attributes(),
                differences);
        return List.copyOf(differences);
    }

    private static void compare(
            String prefix, @Nullable ObjectNode before, @Nullable ObjectNode after, List<Difference> differences) {
        var names = new TreeSet<String>();
        if (before != null) {
            names.addAll(before.propertyNames());
        }
        if (after != null) {
            names.addAll(after.propertyNames());
        }
        // which schemas a resource has follows from its attributes
        names.remove(SCHEMAS);
        for (String name : names) {
            JsonNode old = before == null ? null : before.get(name);
            JsonNode now = after == null ? null : after.get(name);
            if (isComplex(old) && isComplex(now)) {
                compare(
                        prefix + name + (name.startsWith("urn:") ? ":" : "."),
                        (ObjectNode) old,
                        (ObjectNode) now,
                        differences);
            } else if (old == null || !old.equals(now)) {
                differences.add(new Difference(prefix + name, old, now));
            }
        }
    }

    private static boolean isComplex(@Nullable JsonNode value) {
        return value == null || value instanceof ObjectNode;
    }
}
