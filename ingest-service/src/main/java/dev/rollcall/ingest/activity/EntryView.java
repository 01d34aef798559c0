package dev.rollcall.ingest.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.Operation;
import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.event.ResourceType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A call as the admin API shows it; the fields are those of {@link RequestLogEntry}, where they are described. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record EntryView(
        String id,
        String connection,
        Instant time,
        double durationMs,
        String method,
        String path,
        @Nullable String query,
        int status,
        @Nullable String scimType,
        @Nullable String detail,
        String outcome,
        @Nullable String operation,
        @Nullable String resourceType,
        @Nullable String resource,
        @Nullable Long found,
        List<String> warnings,
        @Nullable Advice advice,
        @Nullable String txn,
        @Nullable Long sequence,
        @Nullable Integer changes,
        List<String> kinds,
        @Nullable Integer membersAdded,
        @Nullable Integer membersRemoved,
        @Nullable String credential,
        @Nullable String address,
        @Nullable String userAgent,
        @Nullable String traceparent,
        @Nullable String bulk,
        @Nullable String body) {

    static EntryView of(RequestLogEntry entry) {
        return of(entry, entry.getBody());
    }

    static EntryView of(RequestLogEntry entry, @Nullable String body) {
        return new EntryView(
                entry.getId(),
                entry.getConnection(),
                entry.getTime(),
                entry.getDurationMicros() / 1_000.0,
                entry.getMethod(),
                entry.getPath(),
                entry.getQuery(),
                entry.getStatus(),
                entry.getScimType(),
                entry.getDetail(),
                label(entry.getOutcome()),
                entry.getOperation() == Operation.UNKNOWN ? null : label(entry.getOperation()),
                entry.getResourceType() == ResourceType.UNKNOWN ? null : label(entry.getResourceType()),
                entry.getResource(),
                entry.getFound(),
                entry.getWarnings(),
                Advice.of(entry).orElse(null),
                entry.getTxn(),
                entry.getSequence(),
                positive(entry.getChanges()),
                entry.getKinds(),
                positive(entry.getMembersAdded()),
                positive(entry.getMembersRemoved()),
                entry.getCredential(),
                entry.getAddress(),
                entry.getUserAgent(),
                entry.getTraceparent(),
                entry.getBulk(),
                body);
    }

    static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Integer positive(int count) {
        return count == 0 ? null : count;
    }
}
