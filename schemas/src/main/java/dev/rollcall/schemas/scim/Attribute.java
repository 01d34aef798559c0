package dev.rollcall.schemas.scim;

import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One SCIM attribute of an Avro record.
 *
 * @param name as SCIM spells it, such as {@code $ref}; of an extension its URN
 * @param position of the field in its Avro record
 * @param record the sub-attributes of a complex attribute
 * @param keptWhenOmitted whether a PUT that leaves it out leaves it alone (RFC 7644 §3.5.1 allows both)
 * @param definition what it is; of the map of other extensions none
 * @param presence where its Avro type has no null
 */
record Attribute(
        String name,
        int position,
        Shape shape,
        @Nullable RecordShape record,
        boolean keptWhenOmitted,
        @Nullable AttributeDefinition definition,
        @Nullable Presence presence) {

    enum Shape {
        STRING,
        BOOLEAN,
        COMPLEX,
        MULTI_VALUED,
        EXTENSIONS
    }

    /**
     * @param owner the record that the field is of
     * @param more what the attribute that the field is a part of says of it
     */
    static Attribute of(Schema owner, Schema.Field field, ObjectNode more) {
        Schema type = AvroDefinitions.type(field);
        ObjectNode scim = AvroDefinitions.properties(field.getObjectProp("scim"));
        String name = scim.path("name").asString(field.name());
        boolean kept = scim.path("keptWhenOmitted").asBoolean(false);
        Shape shape = switch (type.getType()) {
            case STRING -> Shape.STRING;
            case BOOLEAN -> Shape.BOOLEAN;
            case RECORD -> Shape.COMPLEX;
            case ARRAY -> Shape.MULTI_VALUED;
            case MAP -> Shape.EXTENSIONS;
            default -> throw new IllegalArgumentException("No SCIM shape for " + field.name() + ": " + type);
        };
        RecordShape record = switch (shape) {
            case COMPLEX -> new RecordShape(type, AvroDefinitions.parts(scim));
            case MULTI_VALUED -> new RecordShape(type.getElementType(), AvroDefinitions.parts(scim));
            case STRING, BOOLEAN, EXTENSIONS -> null;
        };
        AttributeDefinition definition = shape == Shape.EXTENSIONS || SchemaDefinition.isUrn(name)
                ? null
                : AvroDefinitions.attribute(field, more);
        return new Attribute(name, field.pos(), shape, record, kept, definition, Presence.of(owner, field));
    }

    /** The value in a record; null when it is unassigned. */
    @Nullable
    Object get(SpecificRecord record) {
        return presence == null || presence.isIn(record) ? record.get(position) : null;
    }

    /** @param value null to unassign it, where its field or its presence can */
    void put(SpecificRecord record, @Nullable Object value) {
        if (presence == null) {
            record.put(position, value);
        } else {
            record.put(presence.position(), value != null);
            record.put(position, value == null ? presence.fallback() : value);
        }
    }

    /** The value that a new resource has where the client gives none. */
    Optional<Object> initial() {
        return Optional.ofNullable(presence).map(Presence::fallback);
    }

    boolean required() {
        return definition != null && definition.required();
    }

    /** The sub-attributes; only of a complex or multi-valued attribute. */
    RecordShape sub() {
        if (record == null) {
            throw new IllegalStateException(name + " has no sub-attributes");
        }
        return record;
    }
}
