package dev.rollcall.schemas.scim;

import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * How an attribute is unassigned (RFC 7643 §2.5) whose Avro type has no null, and can't get one without breaking older
 * readers: a boolean field beside it tells whether it is there.
 *
 * @param position of that field
 * @param fallback what stands in the attribute's own field when it is unassigned, and counts
 */
record Presence(int position, Object fallback) {

    private static final String PRESENCE_OF = "presenceOf";

    /** Whether a field tells of another one, and so is no attribute itself. */
    static boolean is(Schema.Field field) {
        return AvroDefinitions.properties(field.getObjectProp("scim")).has(PRESENCE_OF);
    }

    /** The presence of the attribute that a field of a record stands for; null where its type has a null. */
    static @Nullable Presence of(Schema record, Schema.Field attribute) {
        return record.getFields().stream()
                .filter(field -> AvroDefinitions.properties(field.getObjectProp("scim"))
                        .path(PRESENCE_OF)
                        .asString("")
                        .equals(attribute.name()))
                .findFirst()
                .map(field -> new Presence(
                        field.pos(), Objects.requireNonNull(SpecificData.get().getDefaultValue(attribute))))
                .orElse(null);
    }

    boolean isIn(SpecificRecord record) {
        return Boolean.TRUE.equals(record.get(position));
    }
}
