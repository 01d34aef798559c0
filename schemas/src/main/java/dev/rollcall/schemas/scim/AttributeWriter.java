package dev.rollcall.schemas.scim;

import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import tools.jackson.databind.node.ObjectNode;

/** An Avro record to SCIM JSON; what is unassigned is left out. */
final class AttributeWriter {

    void write(RecordShape shape, SpecificRecord record, ObjectNode json) {
        for (Attribute attribute : shape.attributes()) {
            Object value = attribute.get(record);
            switch (value) {
                case null -> {}
                case String text -> json.put(attribute.name(), text);
                case Boolean bool -> json.put(attribute.name(), bool);
                case SpecificRecord complex -> write(attribute.sub(), complex, json.putObject(attribute.name()));
                case List<?> values when values.isEmpty() -> {}
                case List<?> values -> {
                    var array = json.putArray(attribute.name());
                    values.forEach(element -> write(attribute.sub(), (SpecificRecord) element, array.addObject()));
                }
                case Map<?, ?> extensions ->
                    extensions.forEach((urn, text) -> json.set((String) urn, ScimJson.read((String) text)));
                default -> throw new IllegalStateException("No JSON for " + attribute.name());
            }
        }
    }
}
