package dev.rollcall.schemas.scim;

import com.unboundid.scim2.common.GenericScimResource;
import com.unboundid.scim2.common.exceptions.BadRequestException;
import com.unboundid.scim2.common.messages.PatchOperation;
import com.unboundid.scim2.common.messages.PatchRequest;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Applies the operations of a PATCH to a resource's attributes: all of them or, by throwing, none (RFC 7644 §3.5.2). */
public final class AttributePatch {

    private AttributePatch() {}

    /** @throws ScimException 400 with the scimType of RFC 7644 Table 9 */
    public static <T extends SpecificRecord> T apply(
            ScimCodec<T> codec, T before, List<PatchOp.OnAttribute> operations, Reading reading) {
        if (operations.isEmpty()) {
            return before;
        }
        ObjectNode json = codec.write(before);
        operations.forEach(operation -> FilterCreates.prepare(codec, json, operation, reading));
        try {
            var patched = new PatchRequest(
                            operations.stream().map(AttributePatch::operation).toList())
                    .apply(new GenericScimResource(json.deepCopy()));
            ObjectNode after = patched.getObjectNode();
            leaveNewestPrimary(json, after);
            return codec.readPatched(after, before, reading);
        } catch (BadRequestException e) {
            throw new ScimException(
                    400,
                    e.getScimError().getScimType(),
                    "The PATCH can't be applied to the resource as it is; check the paths and their filters.");
        } catch (com.unboundid.scim2.common.exceptions.ScimException | IllegalArgumentException e) {
            throw ScimException.invalidValue("The PATCH can't be applied: a value doesn't fit its path.");
        }
    }

    /** A value made primary makes the one that was so primary no longer (RFC 7644 §3.5.2). */
    private static void leaveNewestPrimary(ObjectNode before, ObjectNode after) {
        for (var attribute : after.properties()) {
            if (before.get(attribute.getKey()) instanceof ArrayNode old
                    && attribute.getValue().isArray()) {
                List<JsonNode> primary = attribute
                        .getValue()
                        .valueStream()
                        .filter(value -> value.path("primary").asBoolean(false))
                        .toList();
                boolean hasNew =
                        primary.stream().anyMatch(value -> old.valueStream().noneMatch(value::equals));
                for (JsonNode value : primary) {
                    if (hasNew
                            && value instanceof ObjectNode object
                            && old.valueStream().anyMatch(value::equals)) {
                        object.put("primary", false);
                    }
                }
            }
        }
    }

    private static PatchOperation operation(PatchOp.OnAttribute op) {
        return switch (op.kind()) {
            case ADD -> PatchOperation.add(op.path(), value(op.value()));
            case REPLACE -> PatchOperation.replace(op.path(), value(op.value()));
            case REMOVE -> PatchOperation.remove(op.path());
        };
    }

    private static JsonNode value(@Nullable JsonNode value) {
        return value == null ? ScimJson.objectNode().nullNode() : value;
    }
}
