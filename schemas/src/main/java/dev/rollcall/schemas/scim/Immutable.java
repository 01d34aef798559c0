package dev.rollcall.schemas.scim;

import dev.rollcall.schemas.scim.AttributeDefinition.Mutability;
import dev.rollcall.schemas.scim.AttributeDefinition.Type;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Keeps immutable attributes as they were first set (RFC 7643 §2.2, RFC 7644 §3.5.1): to leave one out of a PUT, or to
 * remove it, is to change it. A value of many may come and go; one that stays, which its {@code value} tells, keeps its
 * immutable parts.
 */
final class Immutable {

    private Immutable() {}

    /** Whether any of the attributes, or a part of one, is immutable. */
    static boolean isIn(List<AttributeDefinition> definitions) {
        return definitions.stream()
                .anyMatch(definition ->
                        definition.mutability() == Mutability.IMMUTABLE || isIn(definition.subAttributes()));
    }

    /** @throws ScimException 400 mutability that names the attribute */
    static void check(List<AttributeDefinition> definitions, JsonNode now, JsonNode before, String urn) {
        definitions.forEach(
                definition -> check(definition, part(now, definition), part(before, definition), urn + ":"));
    }

    private static void check(AttributeDefinition definition, JsonNode now, JsonNode before, String prefix) {
        String at = prefix + definition.name();
        if (before.isMissingNode()) {
            return;
        }
        if (definition.mutability() == Mutability.IMMUTABLE) {
            if (!asSet(now).equals(asSet(before))) {
                throw changed(at);
            }
        } else if (definition.type() == Type.COMPLEX && definition.multiValued()) {
            for (JsonNode value : asSet(now)) {
                checkStaying(definition, value, asSet(before), at);
            }
        } else if (definition.type() == Type.COMPLEX) {
            definition.subAttributes().forEach(sub -> check(sub, part(now, sub), part(before, sub), at + "."));
        }
    }

    private static void checkStaying(AttributeDefinition definition, JsonNode value, Set<JsonNode> before, String at) {
        List<JsonNode> same = before.stream()
                .filter(old -> value.has("value") && value.get("value").equals(old.get("value")))
                .toList();
        boolean isKept = same.isEmpty()
                || same.stream()
                        .anyMatch(old -> definition.subAttributes().stream()
                                .filter(sub -> sub.mutability() == Mutability.IMMUTABLE)
                                .filter(sub -> !part(old, sub).isMissingNode())
                                .allMatch(sub -> part(old, sub).equals(part(value, sub))));
        if (!isKept) {
            throw changed(at);
        }
    }

    private static ScimException changed(String at) {
        return ScimException.mutability(
                at + " is immutable, or has immutable parts, and has a value already; send it.");
    }

    private static JsonNode part(JsonNode json, AttributeDefinition definition) {
        return json.path(definition.name());
    }

    /** The values of an attribute, whose order means nothing. */
    private static Set<JsonNode> asSet(JsonNode json) {
        return json.isArray() ? json.valueStream().collect(Collectors.toSet()) : Set.of(json);
    }
}
