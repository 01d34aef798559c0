package dev.rollcall.schemas.scim;

import com.unboundid.scim2.common.Path;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies the operations of a PATCH to a resource's attributes, each on what the one before made: all of them or, by
 * throwing, none (RFC 7644 §3.5.2).
 */
public final class AttributePatch {

    private AttributePatch() {}

    /** @throws ScimException 400 with the scimType of RFC 7644 Table 9 */
    public static <T extends SpecificRecord> T apply(
            ScimCodec<T> codec, T before, List<PatchOp.OnAttribute> operations, Reading reading) {
        if (operations.isEmpty()) {
            return before;
        }
        ObjectNode json = codec.write(before);
        operations.forEach(op -> apply(json, op, reading));
        return codec.readPatched(json, before, reading);
    }

    private static void apply(ObjectNode resource, PatchOp.OnAttribute op, Reading reading) {
        Path path = op.path();
        String urn = path.getSchemaUrn();
        if (path.isRoot()) {
            put(resource, String.valueOf(urn), op);
            return;
        }
        String name = path.getElement(0).getAttribute();
        if (urn != null && path.size() == 1 && resource.has(urn + ":" + name)) {
            // what looked like an attribute's name is the end of the URN of an extension that nobody declared
            put(resource, urn + ":" + name, op);
            return;
        }
        ObjectNode holder = urn == null ? resource : complex(resource, urn, op);
        JsonNode current = holder.path(name);
        if (op.isMultiValued() || current.isArray() || path.getElement(0).getValueFilter() != null) {
            holder.set(name, new PatchedValues(op, current, reading).apply());
        } else if (path.size() > 1) {
            put(complex(holder, name, op), path.getElement(1).getAttribute(), op);
        } else {
            put(holder, name, op);
        }
    }

    /** A complex value is merged: what the operation doesn't name is left unchanged (§3.5.2.1, §3.5.2.3). */
    private static void put(ObjectNode holder, String name, PatchOp.OnAttribute op) {
        JsonNode value = given(op.value());
        if (op.kind() == PatchOp.Kind.REMOVE) {
            holder.remove(name);
        } else if (holder.get(name) instanceof ObjectNode before && value instanceof ObjectNode now) {
            merge(before, now);
        } else {
            holder.set(name, value);
        }
    }

    static void merge(ObjectNode into, ObjectNode value) {
        value.properties().forEach(member -> into.set(member.getKey(), member.getValue()));
    }

    static JsonNode given(@Nullable JsonNode value) {
        return value == null ? ScimJson.objectNode().nullNode() : value.deepCopy();
    }

    private static ObjectNode complex(ObjectNode holder, String name, PatchOp.OnAttribute op) {
        return switch (holder.path(name)) {
            case ObjectNode object -> object;
            case JsonNode none when none.isMissingNode() || none.isNull() -> holder.putObject(name);
            case JsonNode _ ->
                throw ScimException.invalidPath(op.at() + ": the value at the path is a plain one and has no parts.");
        };
    }
}
