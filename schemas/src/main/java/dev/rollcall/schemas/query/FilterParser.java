package dev.rollcall.schemas.query;

import com.unboundid.scim2.common.Path;
import com.unboundid.scim2.common.filters.Filter;
import dev.rollcall.schemas.scim.Expressions;
import dev.rollcall.schemas.scim.ScimException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Reads filters (RFC 7644 §3.4.2.2): checked against the schema before they are used. */
public final class FilterParser {

    private FilterParser() {}

    /** A filter on one resource type. */
    public static Condition parse(String filter, QuerySchema schema) {
        return parse(filter, schema, List.of());
    }

    /**
     * A filter for one of several resource types.
     *
     * @param others where an attribute that this type lacks may come from; it then has no value here (RFC 7644
     *     §3.4.2.1)
     * @throws ScimException 400 invalidFilter that says what is wrong with it
     */
    public static Condition parse(String filter, QuerySchema schema, List<QuerySchema> others) {
        Function<Path, Optional<AttributePath>> lookup = path -> schema.find(path)
                .or(() -> others.stream()
                        .flatMap(other -> other.findDeclared(path).stream())
                        .map(AttributePath::asAbsent)
                        .findFirst());
        return condition(Expressions.filter(filter), lookup);
    }

    private static Condition condition(Filter filter, Function<Path, Optional<AttributePath>> lookup) {
        return switch (filter.getFilterType()) {
            case AND -> new Condition.And(conditions(filter, lookup));
            case OR -> new Condition.Or(conditions(filter, lookup));
            case NOT -> new Condition.Not(condition(Objects.requireNonNull(filter.getInvertedFilter()), lookup));
            case COMPLEX_VALUE -> element(filter, lookup);
            case PRESENT -> new Condition.Present(find(filter, lookup));
            case EQUAL -> comparison(Operator.EQ, filter, lookup);
            case NOT_EQUAL -> comparison(Operator.NE, filter, lookup);
            case CONTAINS -> comparison(Operator.CO, filter, lookup);
            case STARTS_WITH -> comparison(Operator.SW, filter, lookup);
            case ENDS_WITH -> comparison(Operator.EW, filter, lookup);
            case GREATER_THAN -> comparison(Operator.GT, filter, lookup);
            case GREATER_OR_EQUAL -> comparison(Operator.GE, filter, lookup);
            case LESS_THAN -> comparison(Operator.LT, filter, lookup);
            case LESS_OR_EQUAL -> comparison(Operator.LE, filter, lookup);
        };
    }

    private static List<Condition> conditions(Filter filter, Function<Path, Optional<AttributePath>> lookup) {
        return Objects.requireNonNull(filter.getCombinedFilters()).stream()
                .map(part -> condition(part, lookup))
                .toList();
    }

    private static Condition element(Filter filter, Function<Path, Optional<AttributePath>> lookup) {
        AttributePath path = find(filter, lookup);
        QueryAttribute complex = path.attribute();
        if (complex.type() != QueryAttribute.Type.COMPLEX && complex.type() != QueryAttribute.Type.ANY) {
            throw ScimException.invalidFilter(
                    "The attribute " + path + " has no sub-attributes, so [] can't follow it.");
        }
        return new Condition.Element(
                path,
                condition(
                        Objects.requireNonNull(filter.getValueFilter()), within -> QuerySchema.find(complex, within)));
    }

    private static Condition comparison(
            Operator operator, Filter filter, Function<Path, Optional<AttributePath>> lookup) {
        JsonNode value = Objects.requireNonNull(filter.getComparisonValue());
        if (value.isNull()) {
            return presence(operator, find(filter, lookup));
        }
        AttributePath path = find(filter, lookup).toValue();
        QueryAttribute attribute = path.attribute();
        checkOperator(operator, path);
        String key = ValueKeys.of(attribute, value)
                .filter(_ -> value.isString() || !operator.isOnText())
                .orElseThrow(() -> ScimException.invalidFilter("The attribute " + path + " is compared with "
                        + wanted(attribute) + " by " + name(operator) + ", not with this value."));
        return new Condition.Comparison(path, operator, key);
    }

    /** No value is the same as null (RFC 7643 §2.5). */
    private static Condition presence(Operator operator, AttributePath path) {
        return switch (operator) {
            case EQ -> new Condition.Not(new Condition.Present(path));
            case NE -> new Condition.Present(path);
            case CO, SW, EW, GT, GE, LT, LE ->
                throw ScimException.invalidFilter("null can be compared by eq and ne only, not by " + name(operator)
                        + " as with the attribute " + path + ".");
        };
    }

    private static void checkOperator(Operator operator, AttributePath path) {
        QueryAttribute.Type type = path.attribute().type();
        boolean fits = switch (type) {
            case STRING, REFERENCE, ANY -> true;
            case BINARY -> !operator.isOnOrder();
            case BOOLEAN -> !operator.isOnOrder() && !operator.isOnText();
            case NUMBER, DATE_TIME -> !operator.isOnText();
            case COMPLEX -> false;
        };
        if (!fits) {
            throw ScimException.invalidFilter("The operator " + name(operator) + " isn't defined for the attribute "
                    + path + ", which is "
                    + (type == QueryAttribute.Type.COMPLEX
                            ? "complex; name one of its" + " sub-attributes, or use pr."
                            : wanted(path.attribute()) + " (RFC 7644 §3.4.2.2)."));
        }
    }

    private static AttributePath find(Filter filter, Function<Path, Optional<AttributePath>> lookup) {
        Path path = Objects.requireNonNull(filter.getAttributePath());
        return lookup.apply(path)
                .orElseThrow(() -> ScimException.invalidFilter("The filter names " + path.withoutFilters()
                        + ", which isn't an attribute of this resource type. See /Schemas for those it has."));
    }

    private static String wanted(QueryAttribute attribute) {
        return switch (attribute.type()) {
            case BOOLEAN -> "true or false, without quotes";
            case NUMBER -> "a number, without quotes";
            case DATE_TIME -> "a date and time such as \"2026-01-31T08:00:00Z\"";
            case BINARY -> "text in base64";
            case STRING, REFERENCE -> "text in double quotes";
            case COMPLEX, ANY -> "a plain value";
        };
    }

    private static String name(Operator operator) {
        return operator.name().toLowerCase(Locale.ROOT);
    }
}
