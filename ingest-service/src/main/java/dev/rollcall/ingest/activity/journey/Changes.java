package dev.rollcall.ingest.activity.journey;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.ingest.topic.RecordSearch;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;

/**
 * The changes that came of a call. They are looked for on their topic from the time of the call on, by headers, so that
 * nothing has to be kept for calls that nobody asks about. Blocking.
 */
@Component
final class Changes {

    /** How much the clocks of two machines may differ. */
    private static final Duration CLOCKS = Duration.ofSeconds(5);

    private final RecordSearch search;
    private final AvroRecords records;

    Changes(RecordSearch search, AvroRecords records) {
        this.search = search;
        this.records = records;
    }

    /** @param isAll whether there can't be more of them, or none at all */
    record Found(List<IdentityChange> changes, boolean isAll) {}

    Found of(RequestLogEntry entry, String txn) {
        var found = new ArrayList<IdentityChange>();
        Instant from = entry.getTime()
                .minus(Duration.ofNanos(entry.getDurationMicros() * 1_000))
                .minus(CLOCKS);
        RecordSearch.End end = search.since(Topics.CHANGES, entry.getConnection(), from, record -> {
            String id = CloudEvent.text(record.headers(), "ce_id");
            if (id != null && id.startsWith(txn + '-')) {
                add(record, found);
                return found.size() == entry.getChanges();
            }
            // those of one request are next to each other
            return !found.isEmpty() && entry.getConnection().equals(record.key());
        });
        return new Found(found, end != RecordSearch.End.OUT_OF_PATIENCE);
    }

    private void add(ConsumerRecord<String, byte[]> record, List<IdentityChange> found) {
        try {
            synchronized (records) {
                found.add(records.read(Topics.CHANGES, record.value(), IdentityChange.class));
            }
        } catch (UnreadableRecordException e) {
            // whoever delivers it makes it a dead letter
        }
    }
}
