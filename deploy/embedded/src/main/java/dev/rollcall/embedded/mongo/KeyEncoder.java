package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes values so that comparing the bytes compares the values, types in MongoDB's order first. */
final class KeyEncoder {

    private static final byte[] END = {0, 0};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(48);

    Key key() {
        return new Key(out.toByteArray());
    }

    /** The place of a value's type in MongoDB's order of types; every encoded value starts with it. */
    static int rank(@Nullable Object value) {
        return switch (value) {
            case MinKey ignored -> 1;
            case null -> 2;
            case Missing ignored -> 2;
            case Number ignored -> 3;
            case String ignored -> 4;
            case Document ignored -> 5;
            case Collection<?> ignored -> 6;
            case BinData ignored -> 7;
            case UUID ignored -> 7;
            case LegacyUUID ignored -> 7;
            case ObjectId ignored -> 8;
            case Boolean ignored -> 9;
            case Instant ignored -> 10;
            case BsonTimestamp ignored -> 11;
            case MaxKey ignored -> 14;
            default -> 12;
        };
    }

    KeyEncoder append(@Nullable Object value) {
        int rank = rank(value);
        out.write(rank);
        switch (value) {
            case null -> {}
            case Decimal128 decimal -> decimal(decimal);
            case Number number -> number(number);
            case String string -> string(string);
            case Document document -> document(document);
            case Collection<?> array -> array(array);
            case BinData data -> binary(0, data.getData());
            case LegacyUUID uuid -> binary(3, uuid(uuid.getUuid()));
            case UUID uuid -> binary(4, uuid(uuid));
            case ObjectId id -> out.writeBytes(id.toByteArray());
            case Boolean bool -> out.write(bool ? 1 : 0);
            case Instant instant -> number(instant.toEpochMilli());
            case BsonTimestamp timestamp -> fixed(timestamp.getValue());
            default -> {
                // regular expressions and code: told apart, their order among themselves is of no use to anybody
                if (rank == 12) {
                    string(value.toString());
                }
            }
        }
        return this;
    }

    private void number(Number number) {
        double nearest = number.doubleValue();
        boolean integral = number instanceof Long || number instanceof Integer;
        // the long tells integers apart that share their nearest double
        ordered(nearest, integral ? number.longValue() : (long) nearest);
    }

    private void decimal(Decimal128 decimal) {
        double nearest = decimal.doubleValue();
        ordered(nearest, (long) nearest);
        if (Double.isFinite(nearest)) {
            BigDecimal exact = decimal.toBigDecimal();
            if (exact.compareTo(new BigDecimal(nearest)) != 0) {
                string(exact.stripTrailingZeros().toString());
            }
        }
    }

    private void ordered(double value, long exact) {
        long bits = Double.isNaN(value) ? Long.MIN_VALUE : Double.doubleToLongBits(value + 0.0);
        fixed(Double.isNaN(value) ? 0 : bits ^ (bits >> 63 | Long.MIN_VALUE));
        fixed(exact ^ Long.MIN_VALUE);
    }

    private void string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        if (value.indexOf('\0') < 0) {
            out.writeBytes(utf8);
        } else {
            for (byte b : utf8) {
                out.write(b);
                if (b == 0) {
                    out.write(0xFF);
                }
            }
        }
        out.writeBytes(END);
    }

    private void document(Document document) {
        document.forEach((name, value) -> {
            out.write(rank(value));
            string(name);
            append(value);
        });
        out.write(0);
    }

    private void array(Collection<?> values) {
        values.forEach(this::append);
        out.write(0);
    }

    private void binary(int subtype, byte[] data) {
        out.writeBytes(
                ByteBuffer.allocate(5).putInt(data.length).put((byte) subtype).array());
        out.writeBytes(data);
    }

    private void fixed(long value) {
        out.writeBytes(ByteBuffer.allocate(8).putLong(value).array());
    }

    private static byte[] uuid(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }
}
