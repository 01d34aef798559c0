package dev.rollcall.sync.drift;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/** Single values in the one form in which those that mean the same are equal; pure. */
final class Values {

    private static final JsonNodeFactory JSON = JsonMapper.shared().getNodeFactory();
    private static final Pattern DATE_TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT.+");

    /** Attributes whose case apps change at will (RFC 7643: not caseExact). */
    private static final Set<String> CASELESS = Set.of("username", "emails.value");

    /** Of multi-valued attributes, its canonical values are spelled differently. */
    private static final String TYPE = ".type";

    private Values() {}

    /** @param path of the attribute in lower case */
    static JsonNode canonical(String path, JsonNode value) {
        if (value.isNumber()) {
            return DecimalNode.valueOf(value.decimalValue().stripTrailingZeros());
        }
        return value.isString() ? StringNode.valueOf(text(path, value.stringValue())) : value;
    }

    private static String text(String path, String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (CASELESS.contains(path) || path.endsWith(TYPE)) {
            return composed.toLowerCase(Locale.ROOT);
        }
        if (DATE_TIME.matcher(composed).matches()) {
            try {
                return OffsetDateTime.parse(composed).toInstant().toString();
            } catch (DateTimeException e) {
                return composed;
            }
        }
        return composed;
    }

    /**
     * What an app's value is where another is expected: some send booleans as text, and leave out those that are as
     * everybody expects.
     *
     * @param actual null where the app has none
     */
    static @Nullable JsonNode like(JsonNode expected, String path, @Nullable JsonNode actual) {
        if (expected.isBoolean()) {
            if (actual == null) {
                return BooleanNode.valueOf(path.equals("active"));
            }
            String text = actual.isString() ? actual.stringValue().strip().toLowerCase(Locale.ROOT) : "";
            return text.equals("true") || text.equals("false") ? JSON.booleanNode(text.equals("true")) : actual;
        }
        return actual == null ? null : canonical(path, actual);
    }

    /** Whether it is as if it wasn't there (RFC 7643 §2.5). */
    static boolean isAbsent(@Nullable JsonNode value) {
        return value == null
                || value.isNull()
                || value.isMissingNode()
                || value.isString() && value.stringValue().isEmpty()
                || value.isContainer() && value.valueStream().allMatch(Values::isAbsent);
    }
}
