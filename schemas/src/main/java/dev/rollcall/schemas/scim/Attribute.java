package dev.rollcall.schemas.scim;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One SCIM attribute, as the Avro schema defines it: its field's type, and the field's {@code scim} property for what
 * Avro has no word for.
 *
 * @param name as SCIM spells it, such as {@code $ref}; of an extension its URN
 * @param position of the field in its Avro record
 * @param record the sub-attributes of a complex attribute
 * @param keptWhenOmitted whether a PUT that leaves it out leaves it alone (RFC 7644 §3.5.1 allows both)
 */
record Attribute(
        String name,
        int position,
        Shape shape,
        @Nullable RecordShape record,
        boolean required,
        boolean keptWhenOmitted) {

    enum Shape {
        STRING,
        BOOLEAN,
        COMPLEX,
        MULTI_VALUED,
        EXTENSIONS
    }

    static Attribute of(Schema.Field field) {
        Schema type = withoutNull(field.schema());
        var scim = field.getObjectProp("scim") instanceof java.util.Map<?, ?> map ? map : java.util.Map.of();
        String name = scim.get("name") instanceof String text ? text : field.name();
        boolean required = Boolean.TRUE.equals(scim.get("required"));
        boolean kept = Boolean.TRUE.equals(scim.get("keptWhenOmitted"));
        return switch (type.getType()) {
            case STRING -> new Attribute(name, field.pos(), Shape.STRING, null, required, kept);
            case BOOLEAN -> new Attribute(name, field.pos(), Shape.BOOLEAN, null, required, kept);
            case RECORD -> new Attribute(name, field.pos(), Shape.COMPLEX, new RecordShape(type), required, kept);
            case ARRAY ->
                new Attribute(
                        name, field.pos(), Shape.MULTI_VALUED, new RecordShape(type.getElementType()), required, kept);
            case MAP -> new Attribute(name, field.pos(), Shape.EXTENSIONS, null, required, kept);
            default -> throw new IllegalArgumentException("No SCIM shape for " + field.name() + ": " + type);
        };
    }

    /** The sub-attributes; only of a complex or multi-valued attribute. */
    RecordShape sub() {
        if (record == null) {
            throw new IllegalStateException(name + " has no sub-attributes");
        }
        return record;
    }

    private static Schema withoutNull(Schema schema) {
        if (!schema.isUnion()) {
            return schema;
        }
        return schema.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }
}
