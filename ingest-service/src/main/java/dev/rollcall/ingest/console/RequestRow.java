package dev.rollcall.ingest.console;

import dev.rollcall.event.CallOutcome;
import dev.rollcall.event.RequestLogEntry;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A call as a row of the request log. */
record RequestRow(
        String id,
        Instant time,
        String shown,
        String method,
        String path,
        @Nullable String query,
        int status,
        @Nullable String detail,
        boolean isTrouble,
        String outcome,
        int warnings,
        String millis) {

    static RequestRow of(RequestLogEntry entry) {
        return new RequestRow(
                entry.getId(),
                entry.getTime(),
                Shown.time(entry.getTime()),
                entry.getMethod(),
                entry.getPath(),
                entry.getQuery(),
                entry.getStatus(),
                entry.getDetail(),
                entry.getOutcome() == CallOutcome.REFUSED || entry.getOutcome() == CallOutcome.FAILED,
                entry.getOutcome().name().toLowerCase(Locale.ROOT),
                entry.getWarnings().size(),
                String.format(Locale.ROOT, "%.1f", entry.getDurationMicros() / 1_000.0));
    }
}
