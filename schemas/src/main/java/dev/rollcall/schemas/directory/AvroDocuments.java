package dev.rollcall.schemas.directory;

import dev.rollcall.schemas.topic.TrustedRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Avro records to documents and back: a field each, what is null or empty left out. A map becomes an array of
 * {@code {k, v}}, because its keys (schema URNs) hold dots.
 */
public final class AvroDocuments {

    static {
        TrustedRecords.trust();
    }

    private AvroDocuments() {}

    /** The record as a document. */
    public static Document toDocument(SpecificRecord record) {
        var document = new Document();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = toBson(record.get(field.pos()));
            if (value != null) {
                document.append(field.name(), value);
            }
        }
        return document;
    }

    /** The record in a document, of whatever compatible version; fields of other names are left aside. */
    public static <T extends SpecificRecord> T fromDocument(Class<T> type, Document document) {
        return type.cast(record(SpecificData.get().getSchema(type), document));
    }

    private static @Nullable Object toBson(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Instant time -> Date.from(time);
            case SpecificRecord record -> toDocument(record);
            case List<?> list when list.isEmpty() -> null;
            case List<?> list -> list.stream().map(AvroDocuments::toBson).toList();
            case Map<?, ?> map when map.isEmpty() -> null;
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> new Document("k", entry.getKey()).append("v", entry.getValue()))
                        .toList();
            case String text -> text;
            case Boolean bool -> bool;
            case Long number -> number;
            case Integer number -> number;
            case Enum<?> symbol -> symbol.name();
            default -> throw new IllegalStateException("No BSON for " + value.getClass());
        };
    }

    private static SpecificRecord record(Schema schema, Document document) {
        var record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
        for (Schema.Field field : schema.getFields()) {
            Object value = document.get(field.name());
            record.put(
                    field.pos(),
                    value == null && isNewer(field)
                            ? SpecificData.get().getDefaultValue(field)
                            : fromBson(field.schema(), value));
        }
        return record;
    }

    /** Whether a field that a document lacks can only be newer than the document; then it has its default. */
    private static boolean isNewer(Schema.Field field) {
        return switch (field.schema().getType()) {
            case UNION, ARRAY, MAP -> false;
            default -> field.hasDefaultValue();
        };
    }

    private static @Nullable Object fromBson(Schema schema, @Nullable Object value) {
        return switch (schema.getType()) {
            case UNION -> value == null ? null : fromBson(schema.getTypes().getLast(), value);
            case RECORD -> record(schema, (Document) required(value));
            case ARRAY -> {
                var list = new ArrayList<@Nullable Object>();
                if (value instanceof List<?> values) {
                    values.forEach(element -> list.add(fromBson(schema.getElementType(), element)));
                }
                yield list;
            }
            case MAP -> {
                var map = new TreeMap<String, Object>();
                if (value instanceof List<?> entries) {
                    entries.forEach(
                            entry -> map.put(((Document) entry).getString("k"), required(((Document) entry).get("v"))));
                }
                yield map;
            }
            case LONG ->
                switch (required(value)) {
                    case Date date -> date.toInstant();
                    case Number number -> number.longValue();
                    default -> throw new IllegalStateException("A document of the directory holds a wrong type.");
                };
            case ENUM -> SpecificData.get().createEnum(String.valueOf(required(value)), schema);
            default -> required(value);
        };
    }

    private static Object required(@Nullable Object value) {
        if (value == null) {
            throw new IllegalStateException("A document of the directory lacks a required field; rebuild it.");
        }
        return value;
    }
}
