package dev.rollcall.schemas.scim;

import dev.rollcall.schemas.scim.AttributeDefinition.Mutability;
import dev.rollcall.schemas.scim.AttributeDefinition.Returned;
import dev.rollcall.schemas.scim.AttributeDefinition.Type;
import dev.rollcall.schemas.scim.AttributeDefinition.Uniqueness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads definitions in the JSON of RFC 7643 §7; what they leave out has the default of its §2.2. */
final class DefinitionReader {

    /** RFC 7643 §2.1, and {@code $ref}. */
    private static final Pattern NAME = Pattern.compile("\\$ref|[A-Za-z][A-Za-z0-9$_-]{0,99}");

    private static final Set<String> KNOWN = Set.of(
            "name",
            "type",
            "multivalued",
            "description",
            "required",
            "canonicalvalues",
            "caseexact",
            "mutability",
            "returned",
            "uniqueness",
            "referencetypes",
            "subattributes");

    private DefinitionReader() {}

    /**
     * The attributes in an array of definitions.
     *
     * @param at where the array is, for messages, such as {@code attributes}
     * @throws ScimException 400 invalidValue that names the place
     */
    static List<AttributeDefinition> attributes(JsonNode array, String at) {
        if (!(array instanceof ArrayNode) || array.isEmpty()) {
            throw wrong(at, "must be an array with at least one attribute");
        }
        var attributes = new ArrayList<AttributeDefinition>();
        var names = new HashSet<String>();
        int index = 0;
        for (JsonNode json : array) {
            String place = at + "[" + index++ + "]";
            if (!(json instanceof ObjectNode object)) {
                throw wrong(place, "must be a JSON object");
            }
            AttributeDefinition attribute = attribute(object, place);
            if (!names.add(attribute.name().toLowerCase(Locale.ROOT))) {
                throw wrong(place + ".name", "is there twice; names are compared without case");
            }
            attributes.add(attribute);
        }
        return attributes;
    }

    static AttributeDefinition attribute(ObjectNode json, String at) {
        for (String member : json.propertyNames()) {
            if (!KNOWN.contains(member.toLowerCase(Locale.ROOT))) {
                throw wrong(at + "." + member, "isn't a characteristic of an attribute (RFC 7643 §7)");
            }
        }
        String name = text(json, "name", at, "");
        if (!NAME.matcher(name).matches()) {
            throw wrong(at + ".name", "must be a letter and up to 99 letters, digits, $, _ or -");
        }
        Type type = keyword(json, "type", Type.class, Type.STRING, at);
        return new AttributeDefinition(
                name,
                type,
                flag(json, "multiValued", at),
                text(json, "description", at, ""),
                flag(json, "required", at),
                texts(json, "canonicalValues", at),
                flag(json, "caseExact", at),
                keyword(json, "mutability", Mutability.class, Mutability.READ_WRITE, at),
                keyword(json, "returned", Returned.class, Returned.DEFAULT, at),
                keyword(json, "uniqueness", Uniqueness.class, Uniqueness.NONE, at),
                referenceTypes(json, type, at),
                subAttributes(json, type, at));
    }

    private static List<String> referenceTypes(ObjectNode json, Type type, String at) {
        List<String> types = texts(json, "referenceTypes", at);
        if ((type == Type.REFERENCE) == types.isEmpty()) {
            throw wrong(
                    at + ".referenceTypes",
                    "is for the type reference, which needs at least one, such as User, external or uri");
        }
        return types;
    }

    private static List<AttributeDefinition> subAttributes(ObjectNode json, Type type, String at) {
        JsonNode given = json.get("subAttributes");
        boolean isGiven = given != null && !given.isNull() && !given.isEmpty();
        if ((type == Type.COMPLEX) != isGiven) {
            throw wrong(at + ".subAttributes", "is for the type complex, which needs at least one");
        }
        if (given == null || !isGiven) {
            return List.of();
        }
        List<AttributeDefinition> attributes = attributes(given, at + ".subAttributes");
        for (int i = 0; i < attributes.size(); i++) {
            if (attributes.get(i).type() == Type.COMPLEX) {
                throw wrong(
                        at + ".subAttributes[" + i + "].type",
                        "must not be complex: complex attributes don't nest (RFC 7643 §2.3.8)");
            }
        }
        return attributes;
    }

    static String text(ObjectNode json, String member, String at, String otherwise) {
        JsonNode value = json.get(member);
        if (value == null || value.isNull()) {
            return otherwise;
        }
        if (!value.isString()) {
            throw wrong(place(at, member), "must be a string");
        }
        return value.stringValue();
    }

    static List<String> texts(ObjectNode json, String member, String at) {
        JsonNode value = json.get(member);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray() || value.valueStream().anyMatch(element -> !element.isString())) {
            throw wrong(place(at, member), "must be an array of strings");
        }
        return value.valueStream().map(JsonNode::stringValue).distinct().toList();
    }

    private static boolean flag(ObjectNode json, String member, String at) {
        JsonNode value = json.get(member);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw wrong(place(at, member), "must be true or false");
        }
        return value.booleanValue();
    }

    private static <E extends Enum<E>> E keyword(
            ObjectNode json, String member, Class<E> type, E otherwise, String at) {
        JsonNode value = json.get(member);
        if (value == null || value.isNull()) {
            return otherwise;
        }
        return Keywords.read(type, value.isString() ? value.stringValue() : "")
                .orElseThrow(() -> wrong(place(at, member), "must be one of " + Keywords.all(type)));
    }

    static ScimException wrong(String place, String what) {
        return ScimException.invalidValue(place + " " + what + ".");
    }

    private static String place(String at, String member) {
        return at.isEmpty() ? member : at + "." + member;
    }
}
