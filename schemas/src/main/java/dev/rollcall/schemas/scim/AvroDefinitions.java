package dev.rollcall.schemas.scim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * SCIM's definitions from our Avro schemas. A field's {@code scim} property has the members of RFC 7643 §7 where Avro has
 * no word for them; beside these {@code common} (RFC 7643 §3.1: in no schema), {@code keptWhenOmitted},
 * {@code presenceOf} (see {@link Presence}), and {@code subAttributes} by name, where a record is shared. A record's
 * {@code scim} property names the schema, and defines the attributes that are kept in other records.
 */
final class AvroDefinitions {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String SUB = "subAttributes";

    private AvroDefinitions() {}

    /** The schema that a record stands for. */
    static SchemaDefinition schema(Schema record) {
        ObjectNode scim = properties(record.getObjectProp("scim"));
        var attributes = new ArrayList<AttributeDefinition>();
        for (Schema.Field field : record.getFields()) {
            if (isOfSchema(field)) {
                attributes.add(attribute(field, MAPPER.createObjectNode()));
            }
        }
        if (scim.has("attributes")) {
            attributes.addAll(DefinitionReader.attributes(scim.get("attributes"), record.getName()));
        }
        return new SchemaDefinition(
                DefinitionReader.text(scim, "id", record.getName(), ""),
                DefinitionReader.text(scim, "name", record.getName(), ""),
                DefinitionReader.text(scim, "description", record.getName(), ""),
                attributes);
    }

    /** Those of a record's attributes that are common to all types, and in no schema (RFC 7643 §3.1). */
    static List<AttributeDefinition> commonAttributes(Schema record) {
        return record.getFields().stream()
                .filter(AvroDefinitions::isCommon)
                .map(field -> attribute(field, MAPPER.createObjectNode()))
                .toList();
    }

    /** The extensions that are fields of a record. */
    static List<SchemaDefinition> extensions(Schema record) {
        return record.getFields().stream()
                .filter(field -> SchemaDefinition.isUrn(
                        properties(field.getObjectProp("scim")).path("name").asString("")))
                .map(field -> schema(type(field)))
                .toList();
    }

    /**
     * The attribute that a field stands for.
     *
     * @param more what the attribute that the field is a part of says of it
     */
    static AttributeDefinition attribute(Schema.Field field, ObjectNode more) {
        return DefinitionReader.attribute(json(field, more), field.name());
    }

    /** What a field's {@code scim} property says of the parts of its record, by name. */
    static ObjectNode parts(ObjectNode scim) {
        return scim.get(SUB) instanceof ObjectNode object ? object : MAPPER.createObjectNode();
    }

    static ObjectNode part(ObjectNode parts, Schema.Field field) {
        return parts.get(field.name()) instanceof ObjectNode object ? object : MAPPER.createObjectNode();
    }

    static ObjectNode properties(@Nullable Object property) {
        return property instanceof Map<?, ?> map ? MAPPER.valueToTree(map) : MAPPER.createObjectNode();
    }

    /** The type without the null of an optional field. */
    static Schema type(Schema.Field field) {
        Schema schema = field.schema();
        return !schema.isUnion()
                ? schema
                : schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow();
    }

    private static boolean isOfSchema(Schema.Field field) {
        ObjectNode scim = properties(field.getObjectProp("scim"));
        boolean isExtension = type(field).getType() == Schema.Type.MAP
                || SchemaDefinition.isUrn(scim.path("name").asString(""));
        return !isExtension && !Presence.is(field) && !isCommon(field);
    }

    private static boolean isCommon(Schema.Field field) {
        return properties(field.getObjectProp("scim")).path("common").asBoolean(false);
    }

    /** @param more what the attribute that the field is a part of says of it */
    private static ObjectNode json(Schema.Field field, ObjectNode more) {
        ObjectNode scim = properties(field.getObjectProp("scim"));
        ObjectNode parts = parts(scim);
        scim.remove(List.of("common", "keptWhenOmitted", SUB));
        Schema type = type(field);
        boolean multiValued = type.getType() == Schema.Type.ARRAY;
        Schema value = multiValued ? type.getElementType() : type;
        ObjectNode json =
                ScimJson.objectNode().put("name", field.name()).put("description", String.valueOf(field.doc()));
        json.put("multiValued", multiValued);
        switch (value.getType()) {
            case RECORD -> {
                json.put("type", "complex");
                ArrayNode array = json.putArray(SUB);
                // a value that is a reference has no other one beside it (RFC 7643 §8.7.1, photos)
                boolean isReference =
                        parts.path("value").path("type").asString("").equals("reference");
                value.getFields().stream()
                        .map(part -> json(part, part(parts, part)))
                        .filter(part ->
                                !isReference || !part.path("name").asString("").equals("$ref"))
                        .forEach(array::add);
            }
            case BOOLEAN -> json.put("type", "boolean");
            default -> json.put("type", "string");
        }
        json.setAll(scim);
        json.setAll(more);
        return json;
    }
}
