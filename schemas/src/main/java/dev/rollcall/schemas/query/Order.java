package dev.rollcall.schemas.query;

import com.unboundid.scim2.common.Path;
import dev.rollcall.schemas.scim.Expressions;
import dev.rollcall.schemas.scim.ScimException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a list is sorted by (RFC 7644 §3.4.2.3), then by id. Descending is ascending the other way round, with ids and
 * with what has no value: that comes last ascending and first descending.
 *
 * @param path null to sort by id alone
 */
public record Order(@Nullable AttributePath path, boolean descending) {

    public static final Order BY_ID = new Order(null, false);

    /**
     * Reads {@code sortBy}.
     *
     * @param others where an attribute that this type lacks may come from
     * @throws ScimException 400 invalidValue for an attribute that can't be sorted by: RFC 7644 Table 9 has no other
     *     keyword for a parameter that doesn't fit the schema
     */
    public static Order of(String sortBy, boolean descending, QuerySchema schema, List<QuerySchema> others) {
        AttributePath path = path(sortBy)
                .flatMap(parsed -> schema.find(parsed)
                        .or(() -> others.stream()
                                .flatMap(other -> other.findDeclared(parsed).stream())
                                .map(AttributePath::asAbsent)
                                .findFirst()))
                .map(AttributePath::toValue)
                .orElseThrow(() -> ScimException.invalidValue(
                        "sortBy names an attribute that this resource type doesn't have. See /Schemas."));
        if (path.attribute().type() == QueryAttribute.Type.COMPLEX) {
            throw ScimException.invalidValue(
                    "sortBy names the complex attribute " + path + "; name one of its sub-attributes.");
        }
        return new Order(path.toString().equals("id") ? null : path, descending);
    }

    private static Optional<Path> path(String sortBy) {
        try {
            return Optional.of(Expressions.path("sortBy", sortBy.strip()));
        } catch (ScimException e) {
            return Optional.empty();
        }
    }

    /** The key that a resource is sorted by; null where it has no value. */
    public @Nullable String key(JsonNode resource) {
        JsonNode value = path == null ? null : path.significant(resource);
        return path == null || value == null
                ? null
                : ValueKeys.of(path.attribute(), value).orElse(null);
    }

    /** The order of positions in the list. */
    public Comparator<Position> comparator() {
        Comparator<Position> ascending = Comparator.comparing(Position::key, Comparator.nullsLast(ValueKeys.ORDER))
                .thenComparing(Position::id);
        return descending ? ascending.reversed() : ascending;
    }
}
