package dev.rollcall.schemas.scim;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/** Judges values that have no parts by their type (RFC 7643 §2.3). */
final class SimpleValues {

    private final Reading reading;

    SimpleValues(Reading reading) {
        this.reading = reading;
    }

    /**
     * The value, with a tolerated spelling mended.
     *
     * @param at where it is, for messages
     * @throws ScimException 400 invalidValue when it isn't of the attribute's type
     */
    JsonNode read(AttributeDefinition definition, JsonNode json, String at) {
        return switch (definition.type()) {
            case STRING -> text(json, at, "a string", true);
            case BOOLEAN -> bool(json, at);
            case INTEGER -> require(json, json.isIntegralNumber(), at, "a whole number, without fraction or exponent");
            case DECIMAL -> require(json, json.isNumber(), at, "a number");
            case DATE_TIME ->
                text(json, at, "a date and time, such as 2026-11-22T09:30:00Z", isDateTime(json.asString("")));
            case REFERENCE -> text(json, at, "a URI", isUri(json.asString("")));
            case BINARY -> text(json, at, "base64", isBase64(json.asString("")));
            case COMPLEX -> throw new IllegalArgumentException(definition.name() + " has parts");
        };
    }

    private JsonNode bool(JsonNode json, String at) {
        String text = json.isString() ? json.stringValue().toLowerCase(Locale.ROOT) : "";
        if (text.equals("true") || text.equals("false")) {
            reading.tolerate(Tolerance.STRING_BOOLEAN, at + " came as a string.");
            return BooleanNode.valueOf(text.equals("true"));
        }
        return require(json, json.isBoolean(), at, "true or false");
    }

    private static JsonNode text(JsonNode json, String at, String what, boolean fits) {
        return require(json, json.isString() && fits, at, what);
    }

    private static JsonNode require(JsonNode json, boolean fits, String at, String what) {
        if (!fits) {
            throw ScimException.invalidValue(at + " must be " + what + ".");
        }
        return json;
    }

    /** xsd:dateTime, whose zone is optional. */
    private static boolean isDateTime(String text) {
        try {
            DateTimeFormatter.ISO_DATE_TIME.parse(text);
            return text.indexOf('[') < 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isUri(String text) {
        try {
            return !new URI(text).toString().isEmpty();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getMimeDecoder().decode(text).length > 0
                    && text.chars().allMatch(SimpleValues::isBase64);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isBase64(int c) {
        return Character.isLetterOrDigit(c) && c < 128 || "+/=-_\r\n".indexOf(c) >= 0;
    }
}
