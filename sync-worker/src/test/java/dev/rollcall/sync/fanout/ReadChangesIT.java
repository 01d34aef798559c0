package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import dev.rollcall.sync.Changes;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadChangesIT {

    private final Backend backend = Backends.shared();
    private final AvroRecords records = new AvroRecords(SerdeSettings.apicurio(backend.registryApiUrl()));
    private final Changes changes = new Changes("c-" + UUID.randomUUID());
    private final ReadChanges read = new ReadChanges(records);

    @AfterEach
    void close() {
        records.close();
    }

    @Test
    void areOneForAllWhoReadTheSame() throws UnreadableRecordException {
        IdentityChange change = changes.user("u1", "ada");

        IdentityChange first = read.read(record(change));

        assertThat(first).isEqualTo(change);
        assertThat(read.read(record(change))).isSameAs(first);
    }

    @Test
    void areTheirOwnWhereTheSamePlaceHoldsAnother() throws UnreadableRecordException {
        IdentityChange first = read.read(record(changes.user("u1", "ada")));
        IdentityChange second = changes.user("u1", "eva");

        assertThat(read.read(record(second))).isEqualTo(second).isNotEqualTo(first);
    }

    @Test
    void canBeUnreadable() {
        assertThatThrownBy(() -> read.read(record(new byte[] {1, 2, 3}))).isInstanceOf(UnreadableRecordException.class);
        assertThatThrownBy(() -> read.read(record((byte[]) null))).isInstanceOf(UnreadableRecordException.class);
    }

    private ConsumerRecord<String, byte[]> record(IdentityChange change) {
        return record(records.write(Topics.CHANGES, change));
    }

    private static ConsumerRecord<String, byte[]> record(byte @Nullable [] value) {
        return new ConsumerRecord<>(Topics.CHANGES, 0, 0, "key", value);
    }
}
