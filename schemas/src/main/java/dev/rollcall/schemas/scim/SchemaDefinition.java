package dev.rollcall.schemas.scim;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A schema (RFC 7643 §7).
 *
 * @param id its URN
 */
public record SchemaDefinition(String id, String name, String description, List<AttributeDefinition> attributes) {

    public static final String URN = "urn:ietf:params:scim:schemas:core:2.0:Schema";

    public SchemaDefinition {
        attributes = List.copyOf(attributes);
    }

    /** Whether a name is, or begins with, the URN of a schema; in any case (RFC 8141 §3.1). */
    public static boolean isUrn(String name) {
        return name.length() > 4 && name.regionMatches(true, 0, "urn:", 0, 4);
    }

    /** The attribute of that name, in any case (RFC 7643 §2.1). */
    public Optional<AttributeDefinition> find(String name) {
        return attributes.stream()
                .filter(attribute -> attribute.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** The resource of {@code /Schemas}, without meta: every characteristic is told (RFC 7643 §8.7.1). */
    public ObjectNode json() {
        ObjectNode json = ScimJson.objectNode();
        json.putArray("schemas").add(URN);
        json.put("id", id).put("name", name).put("description", description);
        attributes(json.putArray("attributes"), attributes);
        return json;
    }

    private static void attributes(ArrayNode array, List<AttributeDefinition> attributes) {
        for (AttributeDefinition attribute : attributes) {
            ObjectNode json = array.addObject()
                    .put("name", attribute.name())
                    .put("type", Keywords.of(attribute.type()))
                    .put("multiValued", attribute.multiValued())
                    .put("description", attribute.description())
                    .put("required", attribute.required())
                    .put("caseExact", attribute.caseExact())
                    .put("mutability", Keywords.of(attribute.mutability()))
                    .put("returned", Keywords.of(attribute.returned()))
                    .put("uniqueness", Keywords.of(attribute.uniqueness()));
            if (!attribute.canonicalValues().isEmpty()) {
                attribute.canonicalValues().forEach(json.putArray("canonicalValues")::add);
            }
            if (!attribute.referenceTypes().isEmpty()) {
                attribute.referenceTypes().forEach(json.putArray("referenceTypes")::add);
            }
            if (attribute.type() == AttributeDefinition.Type.COMPLEX) {
                attributes(json.putArray("subAttributes"), attribute.subAttributes());
            }
        }
    }
}
