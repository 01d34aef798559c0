package dev.rollcall.schemas.scim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** SCIM JSON to an Avro record. null, [] , {} and "" all mean unassigned (RFC 7643 §2.5). */
final class AttributeReader {

    /** @param path of the record in the resource, for messages; empty at the top */
    SpecificRecord read(RecordShape shape, ObjectNode json, String path, Reading reading) {
        SpecificRecord record = shape.newRecord();
        var extensions = new TreeMap<String, String>();
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            String at = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            var found = shape.find(member.getKey());
            if (found.isPresent() && found.get().shape() != Attribute.Shape.EXTENSIONS) {
                Attribute attribute = found.get();
                Object value = value(attribute, member.getValue(), at, reading);
                if (value != null) {
                    record.put(attribute.position(), value);
                }
            } else if (path.isEmpty() && isUrn(member.getKey())) {
                extension(member.getKey(), member.getValue()).ifPresent(text -> extensions.put(member.getKey(), text));
            } else {
                reading.tolerate(
                        Tolerance.UNKNOWN_ATTRIBUTE,
                        "Unknown attribute " + at + ": it is in no schema of this resource type.");
            }
        }
        shape.attributes().stream()
                .filter(attribute -> attribute.shape() == Attribute.Shape.EXTENSIONS)
                .forEach(attribute -> record.put(attribute.position(), extensions));
        return record;
    }

    private @Nullable Object value(Attribute attribute, JsonNode json, String path, Reading reading) {
        if (isUnassigned(json)) {
            return null;
        }
        return switch (attribute.shape()) {
            case STRING -> string(json, path);
            case BOOLEAN -> bool(json, path, reading);
            case COMPLEX -> complex(attribute.sub(), json, path, reading);
            case MULTI_VALUED -> multiValued(attribute.sub(), json, path, reading);
            case EXTENSIONS -> throw ScimException.invalidSyntax("Unknown attribute " + path + ".");
        };
    }

    private static String string(JsonNode json, String path) {
        if (!json.isString()) {
            throw ScimException.invalidValue(path + " must be a string.");
        }
        return json.stringValue();
    }

    private static Boolean bool(JsonNode json, String path, Reading reading) {
        if (json.isBoolean()) {
            return json.booleanValue();
        }
        String text = json.isString() ? json.stringValue().toLowerCase(Locale.ROOT) : "";
        if (text.equals("true") || text.equals("false")) {
            reading.tolerate(Tolerance.STRING_BOOLEAN, path + " came as a string.");
            return Boolean.valueOf(text);
        }
        throw ScimException.invalidValue(path + " must be true or false.");
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
        return onePrimary(shape, new ArrayList<>(values), path, reading);
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

    private static java.util.Optional<String> extension(String urn, JsonNode json) {
        if (isUnassigned(json)) {
            return java.util.Optional.empty();
        }
        if (!(json instanceof ObjectNode object)) {
            throw ScimException.invalidValue(urn + " must be a JSON object with the extension's attributes.");
        }
        JsonNode sorted = sorted(object);
        return sorted.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(ScimJson.write(sorted));
    }

    /** The object with its members in order and its unassigned ones gone, so that equal content is equal text. */
    private static JsonNode sorted(JsonNode json) {
        if (json instanceof ObjectNode object) {
            ObjectNode result = ScimJson.objectNode();
            var members = new TreeMap<String, JsonNode>();
            object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            members.forEach((name, value) -> {
                if (!isUnassigned(value)) {
                    result.set(name, sorted(value));
                }
            });
            return result;
        }
        if (json.isArray()) {
            var result = ScimJson.arrayNode();
            json.forEach(element -> result.add(sorted(element)));
            return result;
        }
        return json;
    }

    private static boolean isUrn(String name) {
        return name.regionMatches(true, 0, "urn:", 0, 4);
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
