package dev.rollcall.schemas.scope;

import dev.rollcall.event.GroupReference;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.scim.ScimJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a SCIM app gets of a user: an attribute for each JSONata expression over the user as {@link ResourceView} shows
 * it, and nothing else. An expression that gives nothing removes its attribute.
 *
 * <pre>{@code
 * {"userName": "$lowercase(emails[primary].value)", "title": "groups[display = 'Sales'] ? 'Seller'"}
 * }</pre>
 */
public final class Mapping {

    /** Of an app that gets users as they are. */
    public static final Mapping NONE = new Mapping(Map.of());

    private static final String USER_NAME = "userName";

    private final Map<MappedPath, Expression> attributes;

    private Mapping(Map<MappedPath, Expression> attributes) {
        this.attributes = attributes;
    }

    /**
     * Compiles the expressions.
     *
     * @param expressions attribute path, such as {@code name.familyName}, to JSONata
     * @throws MappingException that says which attribute is wrong, and where in its expression
     */
    public static Mapping of(Map<String, String> expressions) {
        if (expressions.isEmpty()) {
            return NONE;
        }
        var attributes = new LinkedHashMap<MappedPath, Expression>();
        new TreeMap<>(expressions).forEach((text, expression) -> {
            MappedPath path = MappedPath.of(text);
            attributes.keySet().stream().filter(path::overlaps).findAny().ifPresent(other -> {
                throw new MappingException(text, "overlaps " + other + "; map one of them.");
            });
            attributes.put(path, Expression.of(path.toString(), expression));
        });
        if (attributes.keySet().stream().noneMatch(path -> path.toString().equals(USER_NAME))) {
            throw new MappingException(USER_NAME, "is missing, and an app needs it of every user.");
        }
        return new Mapping(attributes);
    }

    public boolean isNone() {
        return attributes.isEmpty();
    }

    /** Whether what an app gets of a user may change because a group changed: whether an expression names groups. */
    public boolean looksAtMemberships() {
        return attributes.values().stream().anyMatch(expression -> expression.names("groups"));
    }

    /**
     * The mapped attributes and {@code schemas}; without a mapping the resource as it is.
     *
     * @throws MappingException when an expression fails, takes too long, or gives what isn't JSON
     */
    public ObjectNode apply(ObjectNode user) {
        return isNone() ? user : Deadline.run(() -> mapped(user));
    }

    /**
     * A user as a SCIM app gets it: our id as its externalId, for that is how it is found again, and always with {@code
     * active} unless the mapping has none.
     *
     * @param memberships what the expressions see as {@code groups}
     * @throws MappingException as {@link #apply} does
     */
    public ObjectNode content(UserState user, List<GroupReference> memberships) {
        ObjectNode content = isNone()
                ? ScimCodec.USER.write(counting(user.getAttributes()))
                : apply(ResourceView.of(user, memberships));
        return content.put("externalId", user.getId());
    }

    /** An app isn't left to guess whether a user is active whose client unassigned that; it gets what counts here. */
    private static User counting(User user) {
        return user.getActiveAssigned()
                ? user
                : User.newBuilder(user).setActiveAssigned(true).build();
    }

    private ObjectNode mapped(ObjectNode user) {
        Object input = JsonValues.toJava(user);
        long size = Bounds.sizeOf(input);
        var extensions = new TreeSet<String>();
        ObjectNode result = ScimJson.objectNode();
        var schemas = result.putArray("schemas").add(ScimCodec.USER_URN);
        attributes.forEach((path, expression) -> {
            @Nullable JsonNode value = JsonValues.toJson(path.toString(), expression.evaluate(input, size));
            if (value != null) {
                path.put(result, value);
                path.extension().ifPresent(extensions::add);
            }
        });
        extensions.forEach(schemas::add);
        if (result.path(USER_NAME).asString("").isBlank()) {
            throw new MappingException(USER_NAME, "gives no text, and an app needs it of every user.");
        }
        return result;
    }

    /** The attributes that it makes, spelled as in their schemas. */
    public List<String> paths() {
        var paths = new ArrayList<String>();
        attributes.keySet().forEach(path -> paths.add(path.toString()));
        return paths;
    }
}
