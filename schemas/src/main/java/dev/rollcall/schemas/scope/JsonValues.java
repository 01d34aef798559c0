package dev.rollcall.schemas.scope;

import dev.rollcall.schemas.scim.ScimJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as JSONata takes and gives it. */
final class JsonValues {

    private JsonValues() {}

    static Object toJava(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                var map = new LinkedHashMap<String, Object>();
                node.properties().forEach(member -> {
                    if (!member.getValue().isNull()) {
                        map.put(member.getKey(), toJava(member.getValue()));
                    }
                });
                yield map;
            }
            case ARRAY -> {
                var list = new ArrayList<Object>();
                node.forEach(element -> list.add(toJava(element)));
                yield list;
            }
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.numberValue();
            case STRING, BINARY, MISSING, NULL, POJO -> node.asString("");
        };
    }

    /**
     * Null where there is nothing: no value, null, and what holds nothing else.
     *
     * @param attribute that it is of, for the message
     * @throws MappingException when it is a function or another thing that isn't JSON
     */
    static @Nullable JsonNode toJson(String attribute, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text.isEmpty() ? null : ScimJson.objectNode().stringNode(text);
            case Boolean bool -> ScimJson.objectNode().booleanNode(bool);
            case Number number -> number(number);
            case List<?> list -> {
                ArrayNode array = ScimJson.arrayNode();
                for (Object element : list) {
                    JsonNode node = toJson(attribute, element);
                    if (node != null) {
                        array.add(node);
                    }
                }
                yield array.isEmpty() ? null : array;
            }
            case Map<?, ?> map -> {
                ObjectNode object = ScimJson.objectNode();
                map.forEach((key, element) -> {
                    JsonNode node = toJson(attribute, element);
                    if (node != null) {
                        object.set(String.valueOf(key), node);
                    }
                });
                yield object.isEmpty() ? null : object;
            }
            default -> throw new MappingException(attribute, "gives a function, not a value.");
        };
    }

    private static JsonNode number(Number number) {
        BigDecimal exact = new BigDecimal(number.toString()).stripTrailingZeros();
        return exact.scale() <= 0 && exact.precision() - exact.scale() <= 18
                ? ScimJson.objectNode().numberNode(exact.longValueExact())
                : ScimJson.objectNode().numberNode(exact);
    }
}
