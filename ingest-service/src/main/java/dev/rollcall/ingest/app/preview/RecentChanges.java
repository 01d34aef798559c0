package dev.rollcall.ingest.app.preview;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.ingest.topic.RecordSearch;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;

/** The changes of a connection since some time, up to a number that a person looks at. Blocking. */
@Component
final class RecentChanges {

    private static final int MOST = 100;

    private final RecordSearch search;
    private final AvroRecords records;
    private final Erasures erasures;

    RecentChanges(RecordSearch search, AvroRecords records, Erasures erasures) {
        this.search = search;
        this.records = records;
        this.erasures = erasures;
    }

    /** @param isAll whether there were no more */
    record Found(List<IdentityChange> changes, boolean isAll) {}

    Found since(String connection, Instant time, Predicate<IdentityChange> isWanted) {
        var changes = new ArrayList<IdentityChange>();
        RecordSearch.End end = search.since(Topics.CHANGES, connection, time, record -> {
            if (changes.size() == MOST) {
                return true;
            }
            if (connection.equals(record.key())) {
                add(record, isWanted, changes);
            }
            return false;
        });
        return new Found(changes, end == RecordSearch.End.END_OF_TOPIC);
    }

    private void add(
            ConsumerRecord<String, byte[]> record, Predicate<IdentityChange> isWanted, List<IdentityChange> changes) {
        try {
            synchronized (records) {
                IdentityChange change = records.read(Topics.CHANGES, record.value(), IdentityChange.class);
                if (isWanted.test(change) && !erasures.isErased(change.getConnection(), change.getResource())) {
                    changes.add(change);
                }
            }
        } catch (UnreadableRecordException e) {
            // whoever delivers it makes it a dead letter
        }
    }
}
