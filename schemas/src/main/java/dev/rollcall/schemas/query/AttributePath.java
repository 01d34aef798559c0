package dev.rollcall.schemas.query;

import dev.rollcall.schemas.scim.SchemaDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The way to an attribute's values.
 *
 * @param steps from the resource, or from an element of a multi-valued attribute, downwards; at least one
 * @param absent whether the type lacks the attribute, which then has no value in any resource (RFC 7644 §3.4.2.1)
 */
public record AttributePath(List<QueryAttribute> steps, boolean absent) {

    static AttributePath of(QueryAttribute top) {
        return new AttributePath(List.of(top), false);
    }

    AttributePath then(QueryAttribute sub) {
        var longer = new ArrayList<>(steps);
        longer.add(sub);
        return new AttributePath(List.copyOf(longer), absent);
    }

    AttributePath asAbsent() {
        return new AttributePath(steps, true);
    }

    QueryAttribute attribute() {
        return steps.getLast();
    }

    /** The attribute of the resource that it begins with; of an extension its URN. */
    public String top() {
        return steps.getFirst().name();
    }

    /** With the sub-attribute {@code value} where the attribute has one, for that is what it means (RFC 7643 §2.4). */
    AttributePath toValue() {
        Optional<QueryAttribute> value =
                attribute().type() == QueryAttribute.Type.COMPLEX ? attribute().sub("value") : Optional.empty();
        return value.map(this::then).orElse(this);
    }

    /** All values, those of a multi-valued attribute one by one. */
    Stream<JsonNode> values(JsonNode from) {
        if (absent) {
            return Stream.empty();
        }
        Stream<JsonNode> nodes = Stream.of(from);
        for (QueryAttribute step : steps) {
            nodes = nodes.map(node -> node.get(step.name())).flatMap(AttributePath::elements);
        }
        return nodes;
    }

    /** The one value to sort by: of a multi-valued attribute the primary one, else the first (RFC 7644 §3.4.2.3). */
    @Nullable
    JsonNode significant(JsonNode from) {
        @Nullable JsonNode node = absent ? null : from;
        for (QueryAttribute step : steps) {
            node = node == null ? null : one(node.get(step.name()));
        }
        return node;
    }

    private static @Nullable JsonNode one(@Nullable JsonNode value) {
        return elements(value)
                .filter(element -> element.path("primary").asBoolean(false))
                .findFirst()
                .or(() -> elements(value).findFirst())
                .orElse(null);
    }

    /** The values, without what is unassigned (RFC 7643 §2.5). */
    private static Stream<JsonNode> elements(@Nullable JsonNode value) {
        if (value == null) {
            return Stream.empty();
        }
        Stream<JsonNode> elements = value.isArray() ? value.valueStream() : Stream.of(value);
        return elements.filter(element -> !element.isNull()
                && !(element.isString() && element.stringValue().isEmpty()));
    }

    /** Such as {@code emails.value} or {@code urn:…:User:manager.value}, spelled as in the schema. */
    @Override
    public String toString() {
        boolean extension = steps.size() > 1 && SchemaDefinition.isUrn(top());
        String rest =
                steps.stream().skip(extension ? 1 : 0).map(QueryAttribute::name).collect(Collectors.joining("."));
        return extension ? top() + ":" + rest : rest;
    }
}
