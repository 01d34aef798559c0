package dev.rollcall.sync.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Resources in the one form in which those that mean the same are equal, whatever an app makes of names' case, order of
 * values, absent values and what it adds; pure. Of what an app has, only what we send is looked at.
 */
final class Canonical {

    private static final JsonNodeFactory JSON = JsonMapper.shared().getNodeFactory();

    /** What apps assign themselves, or are compared otherwise. */
    private static final Set<String> LEFT_ASIDE = Set.of("schemas", "id", "meta", "password", "groups", "members");

    /** What apps fill in within complex values. */
    private static final Set<String> FILLED_IN = Set.of("$ref", "display");

    private static final String MANAGER = "manager";
    private static final String OF_EXTENSION = ":";

    private Canonical() {}

    /** What we send. */
    static ObjectNode of(ObjectNode sent) {
        return object("", sent);
    }

    /** What an app has of it. */
    static ObjectNode of(ObjectNode actual, ObjectNode sent) {
        return projected("", sent, actual);
    }

    private static ObjectNode object(String path, ObjectNode value) {
        var members = new TreeMap<String, JsonNode>();
        value.properties().forEach(member -> {
            String name = name(member.getKey());
            if (!isLeftAside(path, name) && !Values.isAbsent(member.getValue())) {
                members.put(name, canonical(path(path, name), member.getValue()));
            }
        });
        ObjectNode object = JSON.objectNode();
        members.forEach(object::set);
        return object;
    }

    private static JsonNode canonical(String path, JsonNode value) {
        return switch (value) {
            case ObjectNode object -> object(path, object);
            case ArrayNode array -> {
                var values = new ArrayList<JsonNode>();
                array.forEach(one -> values.add(canonical(path, one)));
                yield sorted(values);
            }
            default -> Values.canonical(path, value);
        };
    }

    private static ObjectNode projected(String path, ObjectNode sent, JsonNode actual) {
        ObjectNode object = JSON.objectNode();
        sent.properties().forEach(member -> {
            @Nullable
            JsonNode value = projected(path(path, member.getKey()), member.getValue(), member(actual, member.getKey()));
            if (value != null) {
                object.set(member.getKey(), value);
            }
        });
        return object;
    }

    private static @Nullable JsonNode projected(String path, JsonNode sent, @Nullable JsonNode actual) {
        return switch (sent) {
            case ObjectNode object -> actual == null ? null : projected(path, object, actual);
            case ArrayNode array -> actual == null ? null : values(path, array, actual);
            default -> Values.like(sent, path, actual);
        };
    }

    /** Each as the sent value that it is, if it is one; with most to compare first, so that none takes another's. */
    private static ArrayNode values(String path, ArrayNode sent, JsonNode actual) {
        var left = new ArrayList<JsonNode>();
        (actual.isArray() ? actual : JSON.arrayNode().add(actual)).forEach(left::add);
        left.removeIf(Values::isAbsent);
        var values = new ArrayList<JsonNode>();
        List<JsonNode> wanted = sent.valueStream()
                .sorted(Comparator.<JsonNode>comparingInt(JsonNode::size).reversed())
                .toList();
        for (JsonNode want : wanted) {
            for (int at = 0; at < left.size(); at++) {
                if (want.equals(projected(path, want, left.get(at)))) {
                    values.add(want);
                    left.remove(at);
                    break;
                }
            }
        }
        left.stream()
                // the same once more says nothing new
                .filter(other -> wanted.stream().noneMatch(want -> want.equals(projected(path, want, other))))
                .forEach(other -> values.add(canonical(path, other)));
        return sorted(values);
    }

    /** In one order, each once. */
    private static ArrayNode sorted(List<JsonNode> values) {
        var once = new TreeSet<JsonNode>(Comparator.comparing(JsonNode::toString));
        once.addAll(values);
        return JSON.arrayNode().addAll(once);
    }

    private static @Nullable JsonNode member(JsonNode object, String name) {
        return object.properties().stream()
                .filter(member -> name(member.getKey()).equals(name) && !Values.isAbsent(member.getValue()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static boolean isLeftAside(String path, String name) {
        return path.isEmpty()
                ? LEFT_ASIDE.contains(name)
                : !path.endsWith(OF_EXTENSION)
                        && (FILLED_IN.contains(name) || path.endsWith(MANAGER) && name.equals("displayname"));
    }

    private static String name(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** As RFC 7644 §3.10 writes it; that of an extension ends with its colon. */
    private static String path(String path, String name) {
        if (path.isEmpty()) {
            return name.startsWith("urn:") ? name + OF_EXTENSION : name;
        }
        return path.endsWith(OF_EXTENSION) ? path + name : path + '.' + name;
    }
}
