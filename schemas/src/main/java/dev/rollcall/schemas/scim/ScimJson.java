package dev.rollcall.schemas.scim;

import com.unboundid.scim2.common.utils.JsonUtils;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;

/** SCIM's JSON: member names without case (RFC 7643 §2.1), bounded depth, no duplicate members. */
public final class ScimJson {

    /** Levels of nesting; a SCIM resource needs five. */
    private static final int MAX_DEPTH = 32;

    /** Characters of the name of a member, or of the path of an attribute. */
    static final int MAX_NAME_CHARS = 1_000;

    private static final int MAX_STRING_CHARS = 10 * 1024 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING_CHARS)
                            .maxNameLength(MAX_NAME_CHARS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // the same member in another case, which the factory's objects would silently replace
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .nodeFactory(JsonUtils.getJsonNodeFactory())
            .build();

    /** Of what others say, who may break any rule. */
    private static final JsonMapper LENIENT =
            JsonMapper.builder().nodeFactory(JsonUtils.getJsonNodeFactory()).build();

    /**
     * Text that can't be stored as it is sent: a surrogate without its other half (RFC 8259 §8.2), which UTF-8 lacks, and
     * NUL, which MongoDB-compatible engines on PostgreSQL refuse.
     */
    private static final Pattern UNSTORABLE = Pattern.compile("[\\p{Cs}\\x00]");

    private ScimJson() {}

    /**
     * Reads a body that must be one JSON object.
     *
     * @throws ScimException 400 invalidSyntax that says where it breaks, without repeating its content
     */
    public static ObjectNode read(byte[] body) {
        return object(parse(() -> MAPPER.readTree(body)));
    }

    /** As {@link #read(byte[])}, from text. */
    public static ObjectNode read(String body) {
        return object(parse(() -> MAPPER.readTree(body)));
    }

    /** Reads what another server answers; missing where it is no JSON, and of members of one name the last counts. */
    public static JsonNode readAnswer(byte[] body) {
        try {
            return LENIENT.readTree(body);
        } catch (JacksonException e) {
            return LENIENT.missingNode();
        }
    }

    /** The node as compact JSON text. */
    public static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /** The node as compact JSON in UTF-8. */
    public static byte[] writeBytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    public static ObjectNode objectNode() {
        return factory().objectNode();
    }

    public static ArrayNode arrayNode() {
        return factory().arrayNode();
    }

    private static JsonNodeFactory factory() {
        return JsonUtils.getJsonNodeFactory();
    }

    private interface Parse {
        JsonNode run();
    }

    private static JsonNode parse(Parse parse) {
        try {
            return parse.run();
        } catch (StreamConstraintsException e) {
            throw ScimException.invalidSyntax("The JSON is nested deeper than " + MAX_DEPTH
                    + " levels or holds a string or a name that is too long; send a plain SCIM resource.");
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw ScimException.invalidSyntax("The body isn't valid JSON"
                    + (at == null ? "" : ": see line " + at.getLineNr() + ", column " + at.getColumnNr())
                    + " (broken syntax, or a member twice, in whatever case). Send one JSON object.");
        }
    }

    private static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (holdsUnstorable(object)) {
                throw ScimException.invalidSyntax("The body holds \\u0000, half of a character (one of \\uD800 to"
                        + " \\uDFFF alone), or a number too large for 64 bits of floating point. Leave them out.");
            }
            return object;
        }
        throw ScimException.invalidSyntax("The body must be one JSON object, such as a SCIM User.");
    }

    /** Whether anything in it can't be stored as it is sent; a number out of range would become text. */
    static boolean holdsUnstorable(JsonNode node) {
        return node.isString() && isUnstorable(node.stringValue())
                || node instanceof NumericNode number && number.isNaN()
                || node.propertyNames().stream().anyMatch(ScimJson::isUnstorable)
                || node.valueStream().anyMatch(ScimJson::holdsUnstorable);
    }

    /** Whether text holds NUL or half of a character. */
    public static boolean isUnstorable(String text) {
        return UNSTORABLE.matcher(text).find();
    }
}
