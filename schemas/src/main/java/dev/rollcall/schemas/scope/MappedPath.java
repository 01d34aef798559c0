package dev.rollcall.schemas.scope;

import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.query.AttributePath;
import dev.rollcall.schemas.query.QueryAttribute;
import dev.rollcall.schemas.query.QuerySchemas;
import dev.rollcall.schemas.scim.AttributeDefinition;
import dev.rollcall.schemas.scim.SchemaDefinition;
import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.scim.ScimException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a mapped value goes.
 *
 * @param names of members from the resource downwards; the first of an extension is its URN
 * @param spelled as SCIM writes the path
 * @param isMultiValued whether one value is to be a list of one
 */
record MappedPath(List<String> names, String spelled, boolean isMultiValued) {

    /** What an app isn't told by a mapping: its own, ours, or by its groups. */
    private static final Set<String> NOT_MAPPED = Set.of("id", "externalId", "meta", "schemas", "groups");

    static MappedPath of(String text) {
        AttributePath path;
        try {
            path = QuerySchemas.of(ResourceType.USER).attribute("the path", text.strip());
        } catch (ScimException e) {
            throw new MappingException(text, e.detail());
        }
        String top = path.top();
        if (NOT_MAPPED.contains(top)) {
            throw new MappingException(text, "isn't an attribute that a mapping makes.");
        }
        Optional<AttributeDefinition> definition = ScimCodec.USER.attributes().stream()
                .filter(attribute -> attribute.name().equals(top))
                .findAny();
        boolean isMultiValued = definition.map(AttributeDefinition::multiValued).orElse(false);
        if (isMultiValued && path.steps().size() > 1) {
            throw new MappingException(
                    text, "is a part of each value of " + top + "; map " + top + " to a list of objects.");
        }
        return new MappedPath(path.steps().stream().map(QueryAttribute::name).toList(), path.toString(), isMultiValued);
    }

    /** The URN of the extension that it is in. */
    Optional<String> extension() {
        return Optional.of(names.getFirst()).filter(SchemaDefinition::isUrn);
    }

    /** Whether one of the two is within the other. */
    boolean overlaps(MappedPath other) {
        int common = Math.min(names.size(), other.names.size());
        return names.subList(0, common).equals(other.names.subList(0, common));
    }

    void put(ObjectNode resource, JsonNode value) {
        ObjectNode parent = resource;
        for (String name : names.subList(0, names.size() - 1)) {
            parent = parent.withObjectProperty(name);
        }
        if (isMultiValued && !value.isArray()) {
            parent.putArray(names.getLast()).add(value);
        } else {
            parent.set(names.getLast(), value);
        }
    }

    @Override
    public String toString() {
        return spelled;
    }
}
