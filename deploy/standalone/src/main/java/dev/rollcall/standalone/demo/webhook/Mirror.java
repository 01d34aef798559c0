package dev.rollcall.standalone.demo.webhook;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The directory as the messages tell it: what is newest by sequence counts, resource by resource. */
final class Mirror {

    private final Set<String> messages = new HashSet<>();
    private final Set<String> changes = new HashSet<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, ObjectNode> users = new LinkedHashMap<>();
    private final Map<String, ObjectNode> groups = new LinkedHashMap<>();
    private final Map<String, Set<String>> members = new HashMap<>();
    private long doubled;

    /** Takes a message; false when it was here before. */
    synchronized boolean take(String messageId, JsonNode message) {
        if (!messages.add(messageId)) {
            return false;
        }
        JsonNode change = message.path("data");
        String id = change.path("resource").asString();
        long sequence = change.path("sequence").asLong();
        if (!changes.add(id + " " + sequence)) {
            doubled++;
        }
        if (sequence > sequences.getOrDefault(id, 0L)) {
            sequences.put(id, sequence);
            apply(id, change);
        }
        return true;
    }

    private void apply(String id, JsonNode change) {
        boolean isGroup = change.path("resourceType").asString().equals("Group");
        Map<String, ObjectNode> resources = isGroup ? groups : users;
        if (change.path("after") instanceof ObjectNode after) {
            resources.put(id, after);
            if (isGroup) {
                Set<String> of = members.computeIfAbsent(id, _ -> new LinkedHashSet<>());
                change.path("membersRemoved").forEach(user -> of.remove(user.asString()));
                change.path("membersAdded").forEach(user -> of.add(user.asString()));
            }
        } else {
            resources.remove(id);
            members.remove(id);
        }
    }

    synchronized long doubled() {
        return doubled;
    }

    synchronized List<ObjectNode> users() {
        return users.values().stream().map(ObjectNode::deepCopy).toList();
    }

    synchronized List<ObjectNode> groups() {
        return groups.entrySet().stream()
                .map(group -> withMembers(group.getValue().deepCopy(), group.getKey()))
                .toList();
    }

    private ObjectNode withMembers(ObjectNode group, String id) {
        ArrayNode values = group.putArray("members");
        Objects.requireNonNullElse(members.get(id), Set.<String>of())
                .forEach(user -> values.addObject().put("value", user));
        return group;
    }
}
