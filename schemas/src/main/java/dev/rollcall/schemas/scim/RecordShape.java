package dev.rollcall.schemas.scim;

import dev.rollcall.schemas.topic.TrustedRecords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import tools.jackson.databind.node.ObjectNode;

/** The SCIM attributes of an Avro record, found by name without case (RFC 7643 §2.1). */
final class RecordShape {

    static {
        TrustedRecords.trust();
    }

    private final Schema schema;
    private final List<Attribute> attributes;
    private final Map<String, Attribute> byName = new LinkedHashMap<>();

    RecordShape(Schema schema) {
        this(schema, ScimJson.objectNode());
    }

    /** @param parts what is particular to this use of a shared record, by the names of its fields */
    RecordShape(Schema schema, ObjectNode parts) {
        this.schema = schema;
        this.attributes = schema.getFields().stream()
                .filter(field -> !Presence.is(field))
                .map(field -> Attribute.of(schema, field, AvroDefinitions.part(parts, field)))
                .toList();
        attributes.forEach(attribute -> byName.put(attribute.name().toLowerCase(Locale.ROOT), attribute));
    }

    List<Attribute> attributes() {
        return attributes;
    }

    Optional<Attribute> find(String name) {
        return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
    }

    /** A new record with nothing set but the empty lists and maps of the schema. */
    SpecificRecord newRecord() {
        var record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
        for (Attribute attribute : attributes) {
            switch (attribute.shape()) {
                case MULTI_VALUED -> record.put(attribute.position(), List.of());
                case EXTENSIONS -> record.put(attribute.position(), Map.of());
                case STRING, BOOLEAN, COMPLEX -> {
                    if (attribute.presence() != null) {
                        attribute.put(record, null);
                    }
                }
            }
        }
        return record;
    }
}
