package dev.rollcall.schemas.scim;

import com.unboundid.scim2.common.Path;
import com.unboundid.scim2.common.exceptions.BadRequestException;
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.filters.FilterType;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Filters and paths (RFC 7644 §3.4.2.2, §3.10) as the SDK's parser reads them, but bounded: what comes of a text is no
 * larger than the text, and holds nothing that can't be stored.
 */
public final class Expressions {

    private static final int MAX_FILTER_CHARS = 8 * 1024;
    private static final int MAX_PATH_CHARS = 64 * 1024;

    private Expressions() {}

    /** @throws ScimException 400 invalidFilter that says what is wrong with it */
    public static Filter filter(String text) {
        if (text.length() > MAX_FILTER_CHARS) {
            throw ScimException.invalidFilter("The filter is longer than " + MAX_FILTER_CHARS + " characters.");
        }
        ExpressionText expression = ExpressionText.ofFilter(text);
        if (expression.fault() != null) {
            throw ScimException.invalidFilter("The filter " + expression.fault());
        }
        Filter filter;
        try {
            filter = Filter.fromString(expression.text());
        } catch (BadRequestException | RuntimeException e) {
            // the SDK casts an array or an object on the right to a plain value
            throw ScimException.invalidFilter("The filter isn't valid (RFC 7644 §3.4.2.2). Write it like userName eq"
                    + " \"jdoe\", text in double quotes, not before parentheses.");
        }
        return plain("The filter", filter);
    }

    /**
     * The path of an attribute, with or without filters on its values.
     *
     * @param at where it stands in the request, for messages
     * @throws ScimException 400 invalidPath, or invalidFilter where it is the filter in it that is wrong
     */
    public static Path path(String at, String text) {
        if (text.length() > MAX_PATH_CHARS) {
            throw ScimException.invalidFilter(at + " is too long; send several operations.");
        }
        ExpressionText expression = ExpressionText.ofPath(text);
        if (expression.fault() != null) {
            String detail = at + " " + expression.fault();
            throw expression.isInFilter() ? ScimException.invalidFilter(detail) : ScimException.invalidPath(detail);
        }
        Path path;
        try {
            path = Path.fromString(expression.text());
        } catch (BadRequestException | RuntimeException e) {
            throw text.indexOf('[') >= 0
                    ? ScimException.invalidFilter(at + " isn't a valid path with a filter (RFC 7644 §3.5.2).")
                    : ScimException.invalidPath(at + " isn't a valid attribute path (RFC 7644 §3.5.2).");
        }
        for (int i = 0; i < path.size(); i++) {
            Filter filter = path.getElement(i).getValueFilter();
            if (filter != null) {
                path = path.replace(i, plain(at, filter));
            }
        }
        return path;
    }

    /** The same filter without the parts that the parser repeats. */
    private static Filter plain(String at, Filter filter) {
        return switch (filter.getFilterType()) {
            case AND -> Filter.and(parts(at, filter));
            case OR -> Filter.or(parts(at, filter));
            case NOT -> Filter.not(plain(at, Objects.requireNonNull(filter.getInvertedFilter())));
            case COMPLEX_VALUE ->
                Filter.complex(
                        Objects.requireNonNull(filter.getAttributePath()),
                        plain(at, Objects.requireNonNull(filter.getValueFilter())));
            case PRESENT -> filter;
            case EQUAL,
                    NOT_EQUAL,
                    CONTAINS,
                    STARTS_WITH,
                    ENDS_WITH,
                    GREATER_THAN,
                    GREATER_OR_EQUAL,
                    LESS_THAN,
                    LESS_OR_EQUAL -> {
                checkStorable(at, filter.getComparisonValue());
                yield filter;
            }
        };
    }

    /**
     * Where an {@code or} follows {@code a and b and c}, the parser makes of it an AND of a, b, c and of the AND that it
     * made of b and c before, and so on: read as a tree it is of 2^n parts. What such an inner AND asks for, the outer
     * one does itself.
     */
    private static List<Filter> parts(String at, Filter filter) {
        List<Filter> all = Objects.requireNonNull(filter.getCombinedFilters());
        Set<Filter> own = Collections.newSetFromMap(new IdentityHashMap<>());
        own.addAll(all);
        return all.stream()
                .filter(part -> !(filter.getFilterType() == FilterType.AND
                        && part.getFilterType() == FilterType.AND
                        && own.containsAll(Objects.requireNonNull(part.getCombinedFilters()))))
                .map(part -> plain(at, part))
                .toList();
    }

    /** What a filter compares with may become the value of an attribute. */
    private static void checkStorable(String at, @Nullable JsonNode value) {
        if (value != null && ScimJson.holdsUnstorable(value)) {
            throw ScimException.invalidFilter(
                    at + " compares with \\u0000, with half of a character, or with a number that is too large.");
        }
    }
}
