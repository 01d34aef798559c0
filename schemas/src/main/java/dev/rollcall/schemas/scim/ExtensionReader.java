package dev.rollcall.schemas.scim;

import dev.rollcall.schemas.scim.AttributeDefinition.Mutability;
import dev.rollcall.schemas.scim.AttributeDefinition.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a resource holds under the URNs of extensions other than enterprise: judged by what is declared. */
final class ExtensionReader {

    private final Reading reading;

    ExtensionReader(Reading reading) {
        this.reading = reading;
    }

    /**
     * Every extension as text that is equal for equal content; what is unassigned is left out.
     *
     * @param before what was there; what is still so isn't judged anew
     * @throws ScimException 400 invalidValue, invalidSyntax or mutability that names the place
     */
    Map<String, String> read(Map<String, JsonNode> extensions, Map<?, ?> before) {
        var old = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        before.forEach((urn, text) -> old.put((String) urn, (String) text));
        var removed = new TreeMap<>(old);
        var result = new TreeMap<String, String>();
        extensions.forEach((urn, json) -> {
            if (!AttributeReader.isUnassigned(json)) {
                String known = old.containsKey(urn) ? old.floorKey(urn) : urn;
                ObjectNode plain = plain(urn, json);
                if (ScimJson.write(plain).equals(old.get(urn))) {
                    result.put(known, old.get(urn));
                } else {
                    ObjectNode own = declared(urn, plain, old.get(urn));
                    if (!own.isEmpty()) {
                        result.put(spelling(urn, known), storable(urn, own));
                    }
                }
                removed.remove(urn);
            }
        });
        removed.forEach((urn, text) -> reading.extensions()
                .find(urn)
                .ifPresent(extension -> Immutable.check(
                        extension.schema().attributes(), ScimJson.objectNode(), ScimJson.read(text), urn)));
        return result;
    }

    private String spelling(String urn, String known) {
        return reading.extensions()
                .find(urn)
                .map(extension -> extension.schema().id())
                .orElse(known);
    }

    /** The text that will be read whenever the resource is; a PATCH might have made what no body could hold. */
    private static String storable(String urn, ObjectNode extension) {
        ObjectNode resource = ScimJson.objectNode();
        resource.set(urn, extension);
        try {
            ScimJson.read(ScimJson.write(resource));
        } catch (ScimException e) {
            throw ScimException.invalidValue(urn + " can't be kept as it would be then. " + e.detail());
        }
        return ScimJson.write(extension);
    }

    private static ObjectNode plain(String urn, JsonNode json) {
        if (json instanceof ObjectNode object) {
            return (ObjectNode) sorted(object);
        }
        throw ScimException.invalidValue(urn + " must be a JSON object with the extension's attributes.");
    }

    private ObjectNode declared(String urn, ObjectNode json, @Nullable String before) {
        var extension = reading.extensions().find(urn);
        if (extension.isEmpty()) {
            reading.tolerate(Tolerance.UNDECLARED_SCHEMA, "The extension " + urn + " isn't declared.");
            return json;
        }
        List<AttributeDefinition> definitions = extension.get().schema().attributes();
        ObjectNode own = object(definitions, json, urn, ":");
        if (before != null) {
            Immutable.check(definitions, own, ScimJson.read(before), urn);
        }
        return own;
    }

    private ObjectNode object(List<AttributeDefinition> definitions, ObjectNode json, String at, String separator) {
        var own = new TreeMap<String, JsonNode>();
        for (var member : json.properties()) {
            String place = at + separator + member.getKey();
            var found = definitions.stream()
                    .filter(definition -> definition.name().equalsIgnoreCase(member.getKey()))
                    .findFirst();
            if (found.isEmpty()) {
                reading.tolerate(Tolerance.UNKNOWN_ATTRIBUTE, "Unknown attribute " + place + ": it isn't declared.");
            } else if (found.get().mutability() != Mutability.READ_ONLY) {
                value(found.get(), member.getValue(), place)
                        .ifPresent(value -> own.put(found.get().name(), value));
            }
        }
        for (AttributeDefinition definition : definitions) {
            requireValue(definition, own.get(definition.name()), at + separator + definition.name());
        }
        ObjectNode result = ScimJson.objectNode();
        own.forEach(result::set);
        return result;
    }

    private static void requireValue(AttributeDefinition definition, @Nullable JsonNode value, String at) {
        if (value == null && definition.required() && definition.mutability() != Mutability.READ_ONLY) {
            throw ScimException.invalidValue(at + " is required and must not be empty.");
        }
    }

    private Optional<JsonNode> value(AttributeDefinition definition, JsonNode json, String at) {
        if (!definition.multiValued()) {
            return single(definition, json, at);
        }
        var once = new LinkedHashSet<JsonNode>();
        if (!json.isArray()) {
            reading.tolerate(Tolerance.SINGLE_VALUE, at + " came as one value.");
        }
        int index = 0;
        for (JsonNode element : json.isArray() ? json : List.of(json)) {
            single(definition, element, at + "[" + index++ + "]").ifPresent(once::add);
        }
        ArrayNode values = ScimJson.arrayNode().addAll(once);
        onePrimary(values, at);
        return values.isEmpty() ? Optional.empty() : Optional.of(values);
    }

    private Optional<JsonNode> single(AttributeDefinition definition, JsonNode json, String at) {
        if (AttributeReader.isUnassigned(json)) {
            return Optional.empty();
        }
        if (definition.type() != Type.COMPLEX) {
            JsonNode value = new SimpleValues(reading).read(definition, json, at);
            requireCanonical(definition, value, at);
            return Optional.of(value);
        }
        ObjectNode given;
        if (json instanceof ObjectNode object) {
            given = object;
        } else if (json.isValueNode() && definition.sub("value").isPresent()) {
            reading.tolerate(Tolerance.BARE_VALUE, at + " came as a bare value.");
            given = ScimJson.objectNode();
            given.set("value", json);
        } else {
            throw ScimException.invalidValue(at + " must be a JSON object.");
        }
        ObjectNode value = object(definition.subAttributes(), given, at, ".");
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    private static void requireCanonical(AttributeDefinition definition, JsonNode value, String at) {
        List<String> canonical = definition.canonicalValues();
        if (!canonical.isEmpty()
                && canonical.stream()
                        .noneMatch(text -> definition.caseExact()
                                ? text.equals(value.asString())
                                : text.equalsIgnoreCase(value.asString()))) {
            throw ScimException.invalidValue(at + " must be one of " + String.join(", ", canonical) + ".");
        }
    }

    private void onePrimary(ArrayNode values, String at) {
        boolean seen = false;
        for (JsonNode value : values) {
            boolean is =
                    value instanceof ObjectNode object && object.path("primary").asBoolean(false);
            if (is && seen && value instanceof ObjectNode object) {
                object.put("primary", false);
                reading.tolerate(
                        Tolerance.SEVERAL_PRIMARIES, at + " had more than one primary value; the first was kept.");
            }
            seen |= is;
        }
    }

    /** The object with its members in order and its unassigned ones gone, so that equal content is equal text. */
    private static JsonNode sorted(JsonNode json) {
        if (json instanceof ObjectNode object) {
            ObjectNode result = ScimJson.objectNode();
            var members = new TreeMap<String, JsonNode>();
            object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            members.forEach((name, value) -> {
                if (!AttributeReader.isUnassigned(value)) {
                    result.set(name, sorted(value));
                }
            });
            return result;
        }
        if (json.isArray()) {
            ArrayNode result = ScimJson.arrayNode();
            json.forEach(element -> result.add(sorted(element)));
            return result;
        }
        return json;
    }
}
