package dev.rollcall.ingest.erasure;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was deleted or emptied, and when the newest of it was written. Not for several threads at once. */
final class Purged {

    private final Map<String, Long> gone = new TreeMap<>();
    private final Map<String, Long> newest = new TreeMap<>();

    void gone(String collection, long many) {
        if (many > 0) {
            gone.merge(collection, many, Long::sum);
        }
    }

    /** @param time of the newest record about the person; null where there is none */
    void newest(String topic, @Nullable Instant time) {
        if (time != null) {
            newest.merge(topic, time.toEpochMilli(), Math::max);
        }
    }

    boolean isAnything() {
        return !gone.isEmpty();
    }

    /** With what was purged before. */
    Map<String, Long> goneWith(Map<String, Long> before) {
        var all = new TreeMap<>(before);
        gone.forEach((collection, many) -> all.merge(collection, many, Long::sum));
        return all;
    }

    Map<String, Long> newestWith(Map<String, Long> before) {
        var all = new TreeMap<>(before);
        newest.forEach((topic, time) -> all.merge(topic, time, Math::max));
        return all;
    }
}
