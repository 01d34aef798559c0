package dev.rollcall.schemas.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Whom a record of {@code rollcall.retries} is for: every app's feed reads those of all, and decodes only its own. */
public final class Addressee {

    private static final String HEADER = "app";

    private Addressee() {}

    public static Header header(String app) {
        return new RecordHeader(HEADER, app.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether it is surely for another; without the header only its value can tell. */
    public static boolean isAnother(Headers headers, String app) {
        String addressee = CloudEvent.text(headers, HEADER);
        return addressee != null && !addressee.equals(app);
    }
}
