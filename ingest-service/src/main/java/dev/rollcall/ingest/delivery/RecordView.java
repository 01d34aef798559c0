package dev.rollcall.ingest.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.schemas.directory.AvroDocuments;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a dead letter is about, without personal data: of texts only how long they are, but for ids and words of ours.
 *
 * @param bytes how large it is
 * @param schemaId that it was written with, in Confluent's wire format; absent where it isn't in that
 * @param type of the record, where it can be read
 * @param content of the record, where it can be read
 * @param unreadable why it can't
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecordView(
        int bytes,
        @Nullable Integer schemaId,
        @Nullable String type,
        @Nullable Document content,
        @Nullable String unreadable) {

    private static final int PREFIX = 5;
    private static final Pattern PLAIN = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Z_]{2,30}");

    /** Fields that hold ids and our own words. */
    private static final Set<String> OURS =
            Set.of("id", "connection", "resource", "kind", "txn", "change", "app", "key", "operator", "topic");

    static RecordView of(String topic, ByteBuffer buffer, AvroRecords records) {
        byte[] value = new byte[buffer.remaining()];
        buffer.duplicate().get(value);
        Integer schema = value.length > PREFIX && value[0] == 0
                ? ByteBuffer.wrap(value, 1, PREFIX - 1).getInt()
                : null;
        try {
            SpecificRecord record = records.read(topic, value, SpecificRecord.class);
            return new RecordView(
                    value.length, schema, record.getSchema().getName(), hidden(AvroDocuments.toDocument(record)), null);
        } catch (UnreadableRecordException e) {
            return new RecordView(value.length, schema, null, null, e.getMessage());
        } catch (IllegalStateException e) {
            return new RecordView(value.length, schema, null, null, "It holds what can't be shown.");
        }
    }

    private static Document hidden(Document document) {
        var shown = new Document();
        document.forEach((name, value) -> shown.append(name, OURS.contains(name) ? value : hidden(value)));
        return shown;
    }

    private static @Nullable Object hidden(@Nullable Object value) {
        return switch (value) {
            case Document inner -> hidden(inner);
            case List<?> list -> list.stream().map(RecordView::hidden).toList();
            case String text when !PLAIN.matcher(text).matches() -> "(" + text.length() + " characters)";
            case null, default -> value;
        };
    }
}
