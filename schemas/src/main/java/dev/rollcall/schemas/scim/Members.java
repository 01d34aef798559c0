package dev.rollcall.schemas.scim;

import com.unboundid.scim2.common.filters.Filter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads {@code members} of a group: the ids of users (RFC 7643 §4.2). */
public final class Members {

    private static final String NAME = "members";
    private static final String QUALIFIED = ScimCodec.GROUP_URN + ":" + NAME;

    private Members() {}

    /** The member ids of a group resource; empty when it has no {@code members} at all, which a PUT takes as unchanged. */
    public static Optional<Set<String>> of(ObjectNode group, Reading reading) {
        return in(group).map(members -> ids(members, reading));
    }

    /** Whether a group resource tells its members, be it none. */
    public static boolean areIn(ObjectNode group) {
        return in(group).isPresent();
    }

    /** Under the name alone, or with the core schema's URN before it (RFC 7644 §3.10). */
    private static Optional<JsonNode> in(ObjectNode group) {
        return Optional.ofNullable(group.get(NAME)).or(() -> Optional.ofNullable(group.get(QUALIFIED)));
    }

    /**
     * The ids in a value of {@code members}, in order, each once. {@code display}, {@code $ref} and null entries are
     * left aside.
     *
     * @throws ScimException 400 invalidValue that names the entry
     */
    public static Set<String> ids(JsonNode value, Reading reading) {
        var ids = new LinkedHashSet<String>();
        if (value.isNull()) {
            return ids;
        }
        int index = 0;
        for (JsonNode member : value.isArray() ? value : List.of(value)) {
            if (member.isNull()) {
                reading.tolerate(Tolerance.EMPTY_VALUE, NAME + "[" + index + "] is null and was left out.");
            } else {
                ids.add(id(member, index, reading));
            }
            index++;
        }
        return ids;
    }

    /** Whether the filter of {@code members[…]} selects a user. */
    public static boolean matches(Filter filter, String user) {
        return ValueFilter.matches(
                filter,
                ScimJson.objectNode().put("value", user).put("type", "User"),
                ScimCodec.GROUP.schema().find(NAME).orElse(null));
    }

    private static String id(JsonNode member, int index, Reading reading) {
        if (member.isString() && !member.stringValue().isEmpty()) {
            reading.tolerate(Tolerance.BARE_VALUE, NAME + "[" + index + "] came as a bare string.");
            return member.stringValue();
        }
        JsonNode id = member instanceof ObjectNode object ? object.get("value") : null;
        if (id == null || !id.isString() || id.stringValue().isEmpty()) {
            throw ScimException.invalidValue(
                    NAME + "[" + index + "] needs value: the id of a user of this connection.");
        }
        JsonNode type = member.get("type");
        if (type != null
                && type.isString()
                && type.stringValue().toLowerCase(Locale.ROOT).equals("group")) {
            throw ScimException.invalidValue(
                    NAME + "[" + index + "] is a group; groups in groups aren't supported, send the users themselves.");
        }
        return id.stringValue();
    }
}
