package dev.rollcall.ingest.stage;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.ingest.topic.RecordSearch;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The changes of one connection, as a subscriber reads them. */
public final class ChangesTopic {

    private final Stage stage;
    private final String connection;
    private final AvroRecords records;

    ChangesTopic(Stage stage, String connection) {
        this.stage = stage;
        this.connection = connection;
        this.records = new AvroRecords(SerdeSettings.apicurio(stage.backend().registryApiUrl()));
    }

    /** All there are, in order. */
    public List<IdentityChange> all() {
        var changes = new ArrayList<IdentityChange>();
        stage.bean(RecordSearch.class).since(Topics.CHANGES, connection, Instant.EPOCH, record -> {
            if (connection.equals(record.key())) {
                changes.add(read(record.value()));
            }
            return false;
        });
        return changes;
    }

    private IdentityChange read(byte[] value) {
        try {
            return records.read(Topics.CHANGES, value, IdentityChange.class);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(e);
        }
    }
}
