package dev.rollcall.schemas.scim;

import com.unboundid.scim2.common.Path;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.filters.FilterType;
import com.unboundid.scim2.common.utils.FilterEvaluator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the value that a replacement expects: Entra replaces {@code emails[type eq "work"].value} of a user who has no
 * such address, and means that there shall be one.
 */
final class FilterCreates {

    private FilterCreates() {}

    /** Adds a value that the operation's filter selects, where there is none and the profile tolerates it. */
    static void prepare(ScimCodec<?> codec, ObjectNode resource, PatchOp.OnAttribute op, Reading reading) {
        Path path = op.path();
        if (op.kind() != PatchOp.Kind.REPLACE
                || path.size() != 2
                || path.getSchemaUrn() != null
                || !reading.tolerates(Tolerance.FILTER_CREATES)) {
            return;
        }
        String attribute = path.getElement(0).getAttribute();
        Filter filter = path.getElement(0).getValueFilter();
        boolean isMultiValued = codec.shape()
                .find(attribute)
                .filter(found -> found.shape() == Attribute.Shape.MULTI_VALUED)
                .isPresent();
        if (!isMultiValued || filter == null || filter.getFilterType() != FilterType.EQUAL) {
            return;
        }
        ArrayNode values = resource.get(attribute) instanceof ArrayNode array ? array : resource.putArray(attribute);
        if (values.valueStream().noneMatch(value -> selects(filter, value))) {
            reading.tolerate(
                    Tolerance.FILTER_CREATES, attribute + " had no value that the filter of a replacement selects.");
            values.addObject().set(String.valueOf(filter.getAttributePath()), filter.getComparisonValue());
        }
    }

    private static boolean selects(Filter filter, JsonNode value) {
        try {
            return FilterEvaluator.evaluate(filter, value);
        } catch (ScimException e) {
            return false;
        }
    }
}
