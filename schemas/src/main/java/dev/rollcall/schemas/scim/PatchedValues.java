package dev.rollcall.schemas.scim;

import com.unboundid.scim2.common.filters.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The values of one multi-valued attribute while one operation of a PATCH changes them (RFC 7644 §3.5.2). */
final class PatchedValues {

    private final PatchOp.OnAttribute op;
    private final @Nullable Filter filter;
    private final @Nullable String part;
    private final Reading reading;
    private final List<JsonNode> values;
    /** Those that the operation touched, by identity. */
    private final List<JsonNode> touched = new ArrayList<>();

    PatchedValues(PatchOp.OnAttribute op, JsonNode current, Reading reading) {
        this.op = op;
        this.filter = op.path().getElement(0).getValueFilter();
        this.part = op.path().size() > 1 ? op.path().getElement(1).getAttribute() : null;
        this.reading = reading;
        this.values = new ArrayList<>(list(current));
    }

    /** The values after the operation. */
    ArrayNode apply() {
        if (op.kind() == PatchOp.Kind.REMOVE) {
            remove();
        } else if (filter == null && part == null) {
            if (op.kind() == PatchOp.Kind.REPLACE) {
                values.clear();
            }
            list(given()).forEach(this::add);
        } else {
            set();
        }
        leaveNewestPrimary();
        var result = ScimJson.arrayNode();
        values.forEach(result::add);
        return result;
    }

    private void remove() {
        List<JsonNode> targets = targets();
        if (part != null) {
            targets.forEach(target -> object(target).remove(part));
        } else if (filter == null && op.value() != null && !op.value().isNull()) {
            // Entra names what to remove in value
            List<JsonNode> unwanted = list(op.value());
            values.removeIf(value -> unwanted.stream().anyMatch(one -> says(value, one)));
        } else {
            values.removeIf(value -> targets.stream().anyMatch(target -> target == value));
        }
    }

    private void set() {
        List<JsonNode> targets = targets();
        if (targets.isEmpty()) {
            JsonNode created = missing();
            values.add(created);
            targets = List.of(created);
        }
        for (JsonNode target : targets) {
            if (part != null) {
                object(target).set(part, given());
            } else if (target.isValueNode()) {
                values.replaceAll(value -> value == target ? given() : value);
            } else {
                AttributePatch.merge(object(target), complex());
            }
            touched.add(target);
        }
    }

    /** An add makes the value that its filter describes; a replace has no target then (§3.5.2.3). */
    private ObjectNode missing() {
        if (filter == null) {
            return ScimJson.objectNode();
        }
        if (op.kind() != PatchOp.Kind.ADD) {
            reading.tolerate(Tolerance.FILTER_CREATES, op.at() + ": no value matches the filter in the path.");
        }
        return ValueFilter.described(filter)
                .orElseThrow(() -> ScimException.noTarget(
                        op.at() + ": no value matches the filter in the path; add the value instead."));
    }

    /** Appends a value, unless one of the same type and value is there: that one is completed (RFC 7643 §2.4). */
    private void add(JsonNode value) {
        Optional<JsonNode> same =
                values.stream().filter(one -> isSame(one, value)).findFirst();
        same.ifPresentOrElse(one -> complete(one, value), () -> values.add(value.deepCopy()));
        touched.add(same.orElseGet(values::getLast));
    }

    private static boolean isSame(JsonNode one, JsonNode other) {
        boolean hasSameValue = !one.path("value").isMissingNode()
                && one.path("value").equals(other.path("value"))
                && one.path("type")
                        .asString("")
                        .equalsIgnoreCase(other.path("type").asString(""));
        return hasSameValue || one.equals(other);
    }

    private static void complete(JsonNode value, JsonNode given) {
        if (value instanceof ObjectNode into && given instanceof ObjectNode more) {
            AttributePatch.merge(into, more);
        }
    }

    /** Whether a value has everything that another says. */
    private static boolean says(JsonNode value, JsonNode said) {
        if (!said.isObject()) {
            return value.equals(said) || value.path("value").equals(said);
        }
        return !said.isEmpty()
                && said.properties().stream()
                        .filter(member -> !member.getValue().isNull())
                        .allMatch(member -> value.path(member.getKey()).equals(member.getValue()));
    }

    /** A value made primary makes the one that was so primary no longer (§3.5.2). */
    private void leaveNewestPrimary() {
        if (touched.stream().anyMatch(PatchedValues::isPrimary)) {
            values.stream()
                    .filter(value -> touched.stream().noneMatch(one -> one == value))
                    .filter(PatchedValues::isPrimary)
                    .forEach(value -> object(value).put("primary", false));
        }
    }

    private static boolean isPrimary(JsonNode value) {
        JsonNode primary = value.path("primary");
        return primary.isBoolean()
                ? primary.booleanValue()
                : primary.asString("").toLowerCase(Locale.ROOT).equals("true");
    }

    private List<JsonNode> targets() {
        return values.stream()
                .filter(value -> filter == null || ValueFilter.matches(filter, value, op.attribute()))
                .toList();
    }

    private JsonNode given() {
        return AttributePatch.given(op.value());
    }

    private ObjectNode complex() {
        if (op.value() instanceof ObjectNode object) {
            return object;
        }
        ObjectNode wrapped = ScimJson.objectNode();
        wrapped.set("value", given());
        return wrapped;
    }

    private ObjectNode object(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw ScimException.invalidPath(op.at() + ": the values at the path have no parts.");
    }

    private static List<JsonNode> list(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return List.of();
        }
        return value.isArray() ? value.valueStream().toList() : List.of(value);
    }
}
