package dev.rollcall.schemas.query;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Comparator;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Values as strings that are equal, and ordered by code point, as the values are. So one comparison serves all types,
 * and is the one that an index over strings makes.
 */
public final class ValueKeys {

    /** The order of code points, which is that of UTF-8's bytes; {@link String#compareTo} has UTF-16's. */
    public static final Comparator<String> ORDER = ValueKeys::compare;

    private static final long SECONDS_OFFSET = 500_000_000_000_000_000L;
    private static final int NANOS_OFFSET = 1_000_000_000;
    private static final long SCALE_OFFSET = 5_000_000_000L;

    private ValueKeys() {}

    /** The key of a value; empty where the value isn't of the attribute's type. */
    static Optional<String> of(QueryAttribute attribute, JsonNode value) {
        return switch (attribute.type()) {
            case STRING, REFERENCE, BINARY -> text(attribute, value);
            case DATE_TIME -> value.isString() ? instant(value.stringValue()).map(ValueKeys::of) : Optional.empty();
            case BOOLEAN -> value.isBoolean() ? Optional.of(value.booleanValue() ? "1" : "0") : Optional.empty();
            case NUMBER -> value.isNumber() ? Optional.of(of(value.decimalValue())) : Optional.empty();
            case COMPLEX -> Optional.empty();
            case ANY ->
                switch (value.getNodeType()) {
                    case STRING -> text(attribute, value);
                    case NUMBER -> Optional.of(of(value.decimalValue()));
                    case BOOLEAN -> Optional.of(value.booleanValue() ? "1" : "0");
                    case ARRAY, OBJECT, NULL, MISSING, BINARY, POJO -> Optional.empty();
                };
        };
    }

    private static Optional<String> text(QueryAttribute attribute, JsonNode value) {
        return value.isString() ? Optional.of(attribute.collation().key(value.stringValue())) : Optional.empty();
    }

    /** An xsd:dateTime (RFC 7643 §2.3.5); without a zone it is UTC. */
    private static Optional<Instant> instant(String text) {
        try {
            TemporalAccessor time =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(
                    time instanceof OffsetDateTime zoned
                            ? zoned.toInstant()
                            : LocalDateTime.from(time).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String of(Instant time) {
        return Long.toString(SECONDS_OFFSET + time.getEpochSecond()) + (NANOS_OFFSET + time.getNano());
    }

    /** The sign, then the magnitude as exponent and digits; of a negative number both turned round. */
    private static String of(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        if (plain.signum() == 0) {
            return "1";
        }
        String digits = plain.unscaledValue().abs().toString();
        String magnitude = (SCALE_OFFSET + digits.length() - plain.scale()) + digits;
        return plain.signum() > 0 ? "2" + magnitude : "0" + complement(magnitude) + "~";
    }

    private static String complement(String digits) {
        var turned = new StringBuilder(digits.length());
        digits.chars().forEach(digit -> turned.append((char) ('0' + '9' - digit)));
        return turned.toString();
    }

    private static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                return rank(a) - rank(b);
            }
        }
        return one.length() - other.length();
    }

    /** Surrogates stand for code points above all others. */
    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
    }
}
