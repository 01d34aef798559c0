package dev.rollcall.ingest.history;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.ingest.topic.RecordReader;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Reads changes from their topic, where they are known to be. Blocking. */
@Component
final class ChangeRecords {

    private final RecordReader reader;
    private final AvroRecords records;

    ChangeRecords(RecordReader reader, AvroRecords records) {
        this.reader = reader;
        this.records = records;
    }

    /** By sequence; without those that the topic doesn't keep any more, or that can't be read. */
    NavigableMap<Long, IdentityChange> read(List<Position> positions) {
        var found = new TreeMap<Long, IdentityChange>();
        var read = reader.read(
                Topics.CHANGES, positions.stream().map(Position::place).toList());
        for (Position position : positions) {
            var record = read.get(position.place());
            if (record != null) {
                change(record.value())
                        // another topic of that name would have something else there
                        .filter(change -> change.getSequence() == position.sequence())
                        .ifPresent(change -> found.put(position.sequence(), change));
            }
        }
        return found;
    }

    Optional<IdentityChange> read(Position position) {
        return Optional.ofNullable(read(List.of(position)).get(position.sequence()));
    }

    private Optional<IdentityChange> change(byte[] value) {
        try {
            synchronized (records) {
                return Optional.of(records.read(Topics.CHANGES, value, IdentityChange.class));
            }
        } catch (UnreadableRecordException e) {
            // it is a dead letter
            return Optional.empty();
        }
    }
}
