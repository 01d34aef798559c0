package dev.rollcall.ingest.activity.capture;

import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A body as it may be kept: its structure, member names, booleans, nulls and empty values, the words of SCIM's own
 * vocabulary, SCIM's URNs and our ids. Every other text becomes an ellipsis, every other number 0. Of long arrays the
 * first elements stay.
 */
public final class RedactedBody {

    private static final int MAX_ELEMENTS = 20;
    private static final int MAX_NAME = 100;

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern SCHEMA = Pattern.compile("urn:ietf:params:scim:[\\w.:-]{1,150}");
    private static final Pattern NAME = Pattern.compile("[\\w.:$-]{1," + MAX_NAME + "}");
    private static final Set<String> BOOLEANS = Set.of("true", "false");

    /** By the name of a member in lower case: the values that are words of SCIM and say nothing of anybody. */
    private static final Map<String, Set<String>> WORDS = Map.of(
            "op", Set.of("add", "remove", "replace"),
            "method", Set.of("post", "put", "patch", "delete"),
            "type",
                    Set.of(
                            "work",
                            "home",
                            "other",
                            "mobile",
                            "fax",
                            "pager",
                            "photo",
                            "thumbnail",
                            "direct",
                            "indirect",
                            "user",
                            "group"));

    private RedactedBody() {}

    /**
     * The body redacted, cut off after some characters; null for what isn't one JSON object.
     *
     * @param body as sent
     */
    public static @Nullable String of(byte[] body, int maxChars) {
        try {
            return cut(ScimJson.write(object(ScimJson.read(body))), maxChars);
        } catch (ScimException e) {
            return null;
        }
    }

    /** As {@link #of(byte[], int)}, from text. */
    public static @Nullable String of(String body, int maxChars) {
        try {
            return cut(ScimJson.write(object(ScimJson.read(body))), maxChars);
        } catch (ScimException e) {
            return null;
        }
    }

    private static String cut(String json, int maxChars) {
        return json.length() > maxChars ? json.substring(0, maxChars) + Redaction.ELLIPSIS : json;
    }

    private static ObjectNode object(ObjectNode given) {
        ObjectNode kept = ScimJson.objectNode();
        int unnamed = 0;
        for (Map.Entry<String, JsonNode> member : given.properties()) {
            String name = NAME.matcher(member.getKey()).matches()
                    ? member.getKey()
                    : Redaction.ELLIPSIS + (unnamed++ == 0 ? "" : Integer.toString(unnamed));
            put(kept, name, member.getValue());
        }
        return kept;
    }

    private static void put(ObjectNode kept, String name, JsonNode value) {
        switch (value) {
            case ObjectNode object -> kept.set(name, object(object));
            case ArrayNode array -> kept.set(name, array(name, array));
            default -> {
                if (value.isNull() || value.isBoolean()) {
                    kept.set(name, value);
                } else if (value.isNumber()) {
                    kept.put(name, 0);
                } else {
                    kept.put(name, text(name, value.asString()));
                }
            }
        }
    }

    private static ArrayNode array(String name, ArrayNode given) {
        ArrayNode kept = ScimJson.arrayNode();
        for (JsonNode element : given) {
            if (kept.size() == MAX_ELEMENTS) {
                kept.add(Redaction.ELLIPSIS + (given.size() - MAX_ELEMENTS) + " more");
                break;
            }
            switch (element) {
                case ObjectNode object -> kept.add(object(object));
                case ArrayNode array -> kept.add(array(name, array));
                default -> {
                    if (element.isNull() || element.isBoolean()) {
                        kept.add(element);
                    } else if (element.isNumber()) {
                        kept.add(0);
                    } else {
                        kept.add(text(name, element.asString()));
                    }
                }
            }
        }
        return kept;
    }

    private static String text(String name, String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        boolean stays = value.isEmpty()
                || BOOLEANS.contains(lower)
                || ID.matcher(value).matches()
                || SCHEMA.matcher(value).matches()
                || WORDS.getOrDefault(name.toLowerCase(Locale.ROOT), Set.of()).contains(lower);
        if (stays) {
            return value;
        }
        return name.equalsIgnoreCase("path") ? path(value) : Redaction.ELLIPSIS;
    }

    /** The path of a PATCH's operation, or of one of a bulk request. */
    private static String path(String path) {
        return path.startsWith("/") ? Redaction.path(path) : Redaction.filter(path, false);
    }
}
