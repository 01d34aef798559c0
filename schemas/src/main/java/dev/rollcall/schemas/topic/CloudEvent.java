package dev.rollcall.schemas.topic;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents 1.0 attributes of a record, as Kafka headers in binary mode (CloudEvents Kafka binding §3.2). They may
 * be logged, so none holds personal data: the subject is a SCIM path with an id.
 *
 * @param id the same for the same event, however often it is sent
 * @param type reverse-DNS, such as {@code dev.rollcall.identity.change.v1}
 * @param connection becomes the source {@code /connections/ID}
 * @param subject relative SCIM path of the resource, such as {@code /Users/ID}
 * @param sequence of the change that the event is about; as a header zero-padded, so that text order is number order
 */
public record CloudEvent(String id, String type, String connection, String subject, Instant time, long sequence) {

    public static final String ID = "ce_id";
    public static final String SEQUENCE = "ce_sequence";
    public static final String TRACEPARENT = "traceparent";

    private static final Pattern NUMBER = Pattern.compile("0?[0-9]{1,18}");

    /**
     * The headers to send with the record.
     *
     * @param traceparent of the push that caused it (W3C Trace Context), if it had one
     */
    public Headers headers(@Nullable String traceparent) {
        var headers = new RecordHeaders();
        put(headers, "content-type", "application/avro");
        put(headers, "ce_specversion", "1.0");
        put(headers, ID, id);
        put(headers, "ce_type", type);
        put(headers, "ce_source", "/connections/" + connection);
        put(headers, "ce_subject", subject);
        put(headers, "ce_time", time.toString());
        put(headers, SEQUENCE, "%019d".formatted(sequence));
        if (traceparent != null) {
            put(headers, TRACEPARENT, traceparent);
        }
        return headers;
    }

    /** The sequence that a record's headers tell, or 0 where they tell none; a tombstone has it nowhere else. */
    public static long sequenceOf(Headers headers) {
        String text = text(headers, SEQUENCE);
        return text != null && NUMBER.matcher(text).matches() ? Long.parseLong(text) : 0;
    }

    /** A header's value as text, or null where it is absent. */
    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
