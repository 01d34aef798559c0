package dev.rollcall.standalone.demo.scimapp;

import com.unboundid.scim2.common.GenericScimResource;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.messages.PatchRequest;
import com.unboundid.scim2.common.utils.FilterEvaluator;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The app's users and groups under ids of its own, with the rules of RFC 7643 that a client can run into. */
final class Accounts {

    private static final String MEMBERS = "members";

    private final Map<Kind, Map<String, ObjectNode>> resources = new EnumMap<>(Kind.class);

    private long doubled;

    Accounts() {
        for (Kind kind : Kind.values()) {
            resources.put(kind, new LinkedHashMap<>());
        }
    }

    synchronized ObjectNode create(Kind kind, ObjectNode resource) throws ScimException {
        String externalId = resource.path("externalId").asString("");
        if (!externalId.isEmpty()
                && of(kind).values().stream()
                        .anyMatch(other -> other.path("externalId").asString("").equals(externalId))) {
            doubled++;
        }
        String id = UUID.randomUUID().toString();
        return store(kind, id, resource.deepCopy());
    }

    /** How often somebody, or a group, was to be created who was there. */
    synchronized long doubled() {
        return doubled;
    }

    synchronized ObjectNode replace(Kind kind, String id, ObjectNode resource) throws ScimException {
        find(kind, id);
        return store(kind, id, resource.deepCopy());
    }

    synchronized ObjectNode patch(Kind kind, String id, PatchRequest patch) throws ScimException {
        GenericScimResource patched =
                patch.apply(new GenericScimResource(find(kind, id).deepCopy()));
        return store(kind, id, patched.getObjectNode());
    }

    /** A deleted user leaves the groups. */
    synchronized void delete(Kind kind, String id) throws ScimException {
        find(kind, id);
        of(kind).remove(id);
        if (kind == Kind.USER) {
            for (ObjectNode group : of(Kind.GROUP).values()) {
                Set<String> members = members(group);
                if (members.remove(id)) {
                    setMembers(group, members);
                }
            }
        }
    }

    /** As after a restored backup: the first few users were never there. */
    synchronized void forget(int users) throws ScimException {
        for (String id : of(Kind.USER).keySet().stream().limit(users).toList()) {
            delete(Kind.USER, id);
        }
    }

    synchronized ObjectNode get(Kind kind, String id) throws ScimException {
        return find(kind, id).deepCopy();
    }

    synchronized List<ObjectNode> list(Kind kind, @Nullable String filter) throws ScimException {
        Filter wanted = filter == null ? null : Filter.fromString(filter);
        List<ObjectNode> found = new ArrayList<>();
        for (ObjectNode resource : of(kind).values()) {
            if (wanted == null || FilterEvaluator.evaluate(wanted, resource)) {
                found.add(resource.deepCopy());
            }
        }
        return found;
    }

    private ObjectNode store(Kind kind, String id, ObjectNode resource) throws ScimException {
        String name = resource.path(kind.nameAttribute()).asString("");
        if (name.isBlank()) {
            throw new ScimException(400, "invalidValue", kind.nameAttribute() + " is missing");
        }
        for (Map.Entry<String, ObjectNode> other : of(kind).entrySet()) {
            if (!other.getKey().equals(id)
                    && other.getValue().path(kind.nameAttribute()).asString("").equalsIgnoreCase(name)) {
                throw new ScimException(409, "uniqueness", kind.nameAttribute() + " is taken");
            }
        }
        if (kind == Kind.GROUP) {
            setMembers(resource, requireUsers(members(resource)));
        }
        resource.put("id", id);
        resource.putObject("meta").put("resourceType", kind.type());
        of(kind).put(id, resource);
        return resource.deepCopy();
    }

    private Set<String> requireUsers(Set<String> members) throws ScimException {
        for (String member : members) {
            if (!of(Kind.USER).containsKey(member)) {
                throw new ScimException(400, "invalidValue", "A member doesn't exist");
            }
        }
        return members;
    }

    private ObjectNode find(Kind kind, String id) throws ScimException {
        ObjectNode resource = of(kind).get(id);
        if (resource == null) {
            throw new ScimException(404, "There is no such " + kind.type());
        }
        return resource;
    }

    @SuppressWarnings("NullAway") // both kinds are there from the beginning
    private Map<String, ObjectNode> of(Kind kind) {
        return resources.get(kind);
    }

    private static Set<String> members(ObjectNode group) {
        Set<String> members = new LinkedHashSet<>();
        for (JsonNode member : group.path(MEMBERS)) {
            members.add(member.path("value").asString(""));
        }
        return members;
    }

    private static void setMembers(ObjectNode group, Set<String> members) {
        ArrayNode values = group.putArray(MEMBERS);
        members.forEach(member -> values.addObject().put("value", member));
    }
}
