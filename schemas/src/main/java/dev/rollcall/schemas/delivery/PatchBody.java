package dev.rollcall.schemas.delivery;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scim.ScimCodec;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The PATCH (RFC 7644 §3.5.2) that makes what was before a change into what is after it: not what its client sent, but
 * what that came to, in values and not in steps, so that doing it twice is doing it once.
 */
final class PatchBody {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    private static final String MEMBERS = "members";
    /** RFC 7643 §2.1, and {@code $ref}. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z$][A-Za-z0-9$_-]*");

    private final ObjectNode before;
    private final ObjectNode after;
    private final ArrayNode operations;

    private PatchBody(ObjectNode before, ObjectNode after, ArrayNode operations) {
        this.before = before;
        this.after = after;
        this.operations = operations;
    }

    static ObjectNode of(IdentityChange change) {
        ObjectNode body = JSON.createObjectNode();
        body.putArray("schemas").add(PATCH_OP);
        var patch = new PatchBody(
                attributes(change.getBefore()), attributes(change.getAfter()), body.putArray("Operations"));
        change.getChangedAttributes().stream()
                .filter(path -> !path.equals(MEMBERS))
                .forEach(patch::attribute);
        change.getMembersRemoved().forEach(patch::removeMember);
        if (!change.getMembersAdded().isEmpty()) {
            patch.operation("add", MEMBERS).set("value", EventPayloads.members(change.getMembersAdded()));
        }
        return body;
    }

    private static ObjectNode attributes(@Nullable Object state) {
        return switch (state) {
            case UserState user -> ScimCodec.USER.write(user.getAttributes());
            case GroupState group -> ScimCodec.GROUP.write(group.getAttributes());
            case null, default -> JSON.createObjectNode();
        };
    }

    private void attribute(String path) {
        Optional<String> extension = Stream.concat(before.propertyNames().stream(), after.propertyNames().stream())
                .filter(name -> name.startsWith("urn:") && (path.equals(name) || path.startsWith(name + ":")))
                .max(Comparator.comparingInt(String::length));
        if (extension.isEmpty()) {
            assign(path, at(after, path));
        } else if (path.equals(extension.get())) {
            extension(path);
        } else {
            assign(
                    path,
                    at(
                            after.path(extension.get()),
                            path.substring(extension.get().length() + 1)));
        }
    }

    /** An extension that only its URN is told of: attribute by attribute, for a URN alone is no path. */
    private void extension(String urn) {
        JsonNode old = before.path(urn);
        JsonNode now = after.path(urn);
        var names = new LinkedHashSet<String>(old.propertyNames());
        names.addAll(now.propertyNames());
        if (names.stream().allMatch(name -> NAME.matcher(name).matches())) {
            names.stream()
                    .filter(name -> !old.path(name).equals(now.path(name)))
                    .forEach(name -> assign(urn + ":" + name, now.path(name)));
            return;
        }
        if (!old.isMissingNode()) {
            operation("remove", urn);
        }
        if (!now.isMissingNode()) {
            operations.addObject().put("op", "add").putObject("value").set(urn, now);
        }
    }

    private void assign(String path, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            operation("remove", path);
        } else {
            operation("replace", path).set("value", value);
        }
    }

    private void removeMember(String id) {
        operation("remove", MEMBERS + "[value eq " + JSON.writeValueAsString(StringNode.valueOf(id)) + "]");
    }

    private ObjectNode operation(String op, String path) {
        return operations.addObject().put("op", op).put("path", path);
    }

    private static JsonNode at(JsonNode holder, String path) {
        JsonNode value = holder;
        for (String name : path.split("\\.", -1)) {
            value = value.path(name);
        }
        return value;
    }
}
