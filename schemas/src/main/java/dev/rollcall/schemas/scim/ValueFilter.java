package dev.rollcall.schemas.scim;

import com.unboundid.scim2.common.Path;
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.filters.FilterType;
import com.unboundid.scim2.common.utils.FilterEvaluator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.ValueNode;

/** The filter between the brackets of a path, which selects values of a multi-valued attribute (RFC 7644 §3.5.2). */
final class ValueFilter {

    private static final Set<FilterType> ORDER = Set.of(
            FilterType.GREATER_THAN,
            FilterType.GREATER_OR_EQUAL,
            FilterType.LESS_THAN,
            FilterType.LESS_OR_EQUAL,
            FilterType.CONTAINS,
            FilterType.STARTS_WITH,
            FilterType.ENDS_WITH);

    private ValueFilter() {}

    /** What a filter may compare. */
    interface Parts {

        /** Whether the sub-attribute is a boolean; empty where there is none of this name. */
        Optional<Boolean> isBoolean(String name);
    }

    /**
     * The filter with booleans where the attribute is one, for some clients write {@code primary eq "True"}.
     *
     * @throws ScimException 400 invalidFilter when it names what is no sub-attribute, or compares what has no order
     */
    static Filter checked(String at, Filter filter, Parts parts, Reading reading) {
        List<Filter> combined = filter.getCombinedFilters();
        if (combined != null) {
            List<Filter> checked = combined.stream()
                    .map(part -> checked(at, part, parts, reading))
                    .toList();
            return filter.getFilterType() == FilterType.AND ? Filter.and(checked) : Filter.or(checked);
        }
        Filter inverted = filter.getInvertedFilter();
        if (inverted != null) {
            return Filter.not(checked(at, inverted, parts, reading));
        }
        Path path = filter.getAttributePath();
        if (filter.isComplexValueFilter() || path == null || path.size() != 1 || path.getSchemaUrn() != null) {
            throw ScimException.invalidFilter(
                    at + ": the filter in brackets compares sub-attributes by their plain names.");
        }
        String name = path.getElement(0).getAttribute();
        boolean isBoolean = parts.isBoolean(name)
                .orElseThrow(() -> ScimException.invalidFilter(at + ": there is no sub-attribute " + name + "."));
        return isBoolean ? bool(at, filter, path, reading) : filter;
    }

    private static Filter bool(String at, Filter filter, Path path, Reading reading) {
        if (ORDER.contains(filter.getFilterType())) {
            throw ScimException.invalidFilter(at + ": a boolean is compared with eq, ne or pr.");
        }
        ValueNode value = filter.getComparisonValue();
        String text = value != null && value.isString() ? value.stringValue().toLowerCase(Locale.ROOT) : "";
        if (!text.equals("true") && !text.equals("false")) {
            return filter;
        }
        reading.tolerate(Tolerance.STRING_BOOLEAN, at + " compares a boolean with a string.");
        var bool = BooleanNode.valueOf(text.equals("true"));
        return filter.getFilterType() == FilterType.EQUAL ? Filter.eq(path, bool) : Filter.ne(path, bool);
    }

    /**
     * Whether a value is selected; a plain one counts as its own {@code value}.
     *
     * @param attribute whose value it is; null where no schema tells
     */
    static boolean matches(Filter filter, JsonNode value, @Nullable AttributeDefinition attribute) {
        JsonNode complex = value;
        if (!value.isObject()) {
            complex = ScimJson.objectNode();
            ((ObjectNode) complex).set("value", value);
        }
        try {
            return filter.visit(new Evaluator(attribute), complex);
        } catch (com.unboundid.scim2.common.exceptions.ScimException | IllegalArgumentException | JacksonException e) {
            throw ScimException.invalidFilter(
                    "The filter in a path compares a value with one of another type; see its operators and quotes.");
        }
    }

    /** Minds case where a definition says so (RFC 7644 §3.4.2.2). */
    private static final class Evaluator extends FilterEvaluator {

        private static final com.unboundid.scim2.common.types.AttributeDefinition EXACT =
                new com.unboundid.scim2.common.types.AttributeDefinition.Builder()
                        .setName("exact")
                        .setType(com.unboundid.scim2.common.types.AttributeDefinition.Type.STRING)
                        .setCaseExact(true)
                        .build();

        private final @Nullable AttributeDefinition attribute;

        Evaluator(@Nullable AttributeDefinition attribute) {
            this.attribute = attribute;
        }

        @Override
        protected com.unboundid.scim2.common.types.@Nullable AttributeDefinition getAttributeDefinition(Path path) {
            String name = path.getElement(0).getAttribute();
            return Optional.ofNullable(attribute)
                    .flatMap(whole ->
                            whole.type() == AttributeDefinition.Type.COMPLEX ? whole.sub(name) : Optional.of(whole))
                    .filter(AttributeDefinition::isCaseExact)
                    .map(_ -> EXACT)
                    .orElse(null);
        }
    }

    /** The one value that {@code a eq "x" and b eq "y"} describes; empty for any other filter. */
    static Optional<ObjectNode> described(Filter filter) {
        ObjectNode value = ScimJson.objectNode();
        return describe(filter, value) ? Optional.of(value) : Optional.empty();
    }

    private static boolean describe(Filter filter, ObjectNode value) {
        List<Filter> parts = filter.getCombinedFilters();
        if (filter.getFilterType() == FilterType.AND && parts != null) {
            return parts.stream().allMatch(part -> describe(part, value));
        }
        Path path = filter.getAttributePath();
        if (filter.getFilterType() != FilterType.EQUAL || path == null || path.size() != 1) {
            return false;
        }
        value.set(path.getElement(0).getAttribute(), filter.getComparisonValue());
        return true;
    }
}
