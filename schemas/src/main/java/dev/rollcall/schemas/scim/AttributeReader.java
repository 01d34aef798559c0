package dev.rollcall.schemas.scim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** SCIM JSON to an Avro record. null, [] , {} and "" all mean unassigned (RFC 7643 §2.5). */
final class AttributeReader {

    /** @param path of the record in the resource, for messages; empty at the top */
    SpecificRecord read(RecordShape shape, ObjectNode json, String path, Reading reading) {
        SpecificRecord record = shape.newRecord();
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            String at = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            var found = shape.find(member.getKey());
            if (found.isPresent() && found.get().shape() != Attribute.Shape.EXTENSIONS) {
                Attribute attribute = found.get();
                Object value = value(attribute, member.getValue(), at, reading);
                if (value != null) {
                    attribute.put(record, value);
                }
            } else {
                reading.tolerate(
                        Tolerance.UNKNOWN_ATTRIBUTE,
                        "Unknown attribute " + at + ": it is in no schema of this resource type.");
            }
        }
        return record;
    }

    private @Nullable Object value(Attribute attribute, JsonNode json, String path, Reading reading) {
        if (isUnassigned(json)) {
            return null;
        }
        return switch (attribute.shape()) {
            case STRING -> string(attribute, json, path, reading);
            case BOOLEAN -> simple(attribute, json, path, reading).booleanValue();
            case COMPLEX -> complex(attribute.sub(), json, path, reading);
            case MULTI_VALUED -> multiValued(attribute.sub(), json, path, reading);
            case EXTENSIONS -> throw ScimException.invalidSyntax("Unknown attribute " + path + ".");
        };
    }

    /** A reference is taken as it is: what directories hold as a URL is often none. */
    private static String string(Attribute attribute, JsonNode json, String path, Reading reading) {
        if (!json.isString()) {
            throw ScimException.invalidValue(path + " must be a string.");
        }
        boolean isBinary =
                attribute.definition() != null && attribute.definition().type() == AttributeDefinition.Type.BINARY;
        return (isBinary ? simple(attribute, json, path, reading) : json).stringValue();
    }

    private static JsonNode simple(Attribute attribute, JsonNode json, String path, Reading reading) {
        return new SimpleValues(reading).read(Objects.requireNonNull(attribute.definition()), json, path);
    }

    private @Nullable SpecificRecord complex(RecordShape shape, JsonNode json, String path, Reading reading) {
        ObjectNode object;
        if (json instanceof ObjectNode given) {
            object = given;
        } else if (json.isString() && shape.find("value").isPresent()) {
            reading.tolerate(Tolerance.BARE_VALUE, path + " came as a bare string.");
            object = ScimJson.objectNode().set("value", json) instanceof ObjectNode wrapped ? wrapped : null;
        } else {
            object = null;
        }
        if (object == null) {
            throw ScimException.invalidValue(path + " must be a JSON object.");
        }
        SpecificRecord record = read(shape, object, path, reading);
        return isEmpty(shape, record) ? null : record;
    }

    private List<SpecificRecord> multiValued(RecordShape shape, JsonNode json, String path, Reading reading) {
        if (!json.isArray()) {
            reading.tolerate(Tolerance.SINGLE_VALUE, path + " came as one value.");
        }
        var values = new LinkedHashSet<SpecificRecord>();
        int index = 0;
        for (JsonNode element : json.isArray() ? json : List.of(json)) {
            SpecificRecord value =
                    isUnassigned(element) ? null : complex(shape, element, path + "[" + index + "]", reading);
            if (value != null && hasValue(shape, value)) {
                values.add(value);
            } else {
                reading.tolerate(Tolerance.EMPTY_VALUE, path + "[" + index + "] has no value and was left out.");
            }
            index++;
        }
        return onePrimary(shape, once(shape, values, path, reading), path, reading);
    }

    /** No pair of type and value is there twice (RFC 7643 §2.4); it is primary where one of the two was. */
    private static List<SpecificRecord> once(
            RecordShape shape, Collection<SpecificRecord> values, String path, Reading reading) {
        var value = shape.find("value");
        var type = shape.find("type");
        var primary = shape.find("primary");
        if (value.isEmpty() || type.isEmpty() || primary.isEmpty()) {
            return new ArrayList<>(values);
        }
        var pairs = new LinkedHashMap<List<@Nullable Object>, SpecificRecord>();
        for (SpecificRecord given : values) {
            var pair = new ArrayList<@Nullable Object>();
            pair.add(given.get(type.get().position()));
            pair.add(given.get(value.get().position()));
            SpecificRecord first = pairs.putIfAbsent(pair, given);
            if (first != null) {
                reading.tolerate(Tolerance.REPEATED_VALUE, path + " held a value twice; the first was kept.");
                if (Boolean.TRUE.equals(given.get(primary.get().position()))) {
                    first.put(primary.get().position(), true);
                }
            }
        }
        return new ArrayList<>(pairs.values());
    }

    /** At most one value is primary (RFC 7643 §2.4); PingOne marks two when one address fills both. */
    private static List<SpecificRecord> onePrimary(
            RecordShape shape, List<SpecificRecord> values, String path, Reading reading) {
        var primary = shape.find("primary");
        if (primary.isEmpty()) {
            return values;
        }
        boolean seen = false;
        for (SpecificRecord value : values) {
            boolean is = Boolean.TRUE.equals(value.get(primary.get().position()));
            if (is && seen) {
                value.put(primary.get().position(), false);
                reading.tolerate(
                        Tolerance.SEVERAL_PRIMARIES, path + " had more than one primary value; the first was kept.");
            }
            seen |= is;
        }
        return values;
    }

    /** Whether a value says anything: its {@code value}, or for an address any part that isn't just a label. */
    private static boolean hasValue(RecordShape shape, SpecificRecord record) {
        var value = shape.find("value");
        if (value.isPresent()) {
            return record.get(value.get().position()) != null;
        }
        return shape.attributes().stream()
                .filter(part -> !part.name().equals("type") && !part.name().equals("primary"))
                .anyMatch(part -> record.get(part.position()) != null);
    }

    static boolean isUnassigned(JsonNode json) {
        return json.isNull()
                || json.isContainer() && json.isEmpty()
                || json.isString() && json.stringValue().isEmpty();
    }

    private static boolean isEmpty(RecordShape shape, SpecificRecord record) {
        return shape.attributes().stream().allMatch(attribute -> {
            Object value = record.get(attribute.position());
            return value == null || value instanceof List<?> list && list.isEmpty();
        });
    }
}
