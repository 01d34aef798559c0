package dev.rollcall.sync.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import dev.rollcall.sync.Changes;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadChangesIT {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.CHANGES, 0);

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
    void areOneRecordForAllWhoReadTheSamePlace() throws UnreadableRecordException {
        byte[] value = records.write(Topics.CHANGES, changes.user("u1", "ada"));

        ConsumerRecord<String, byte[]> first = only(read.once(polled(record(value.clone()))));
        ConsumerRecord<String, byte[]> second = only(read.once(polled(record(value.clone()))));

        assertThat(second).isSameAs(first);
        assertThat(second.value()).isEqualTo(value);
        assertThat(read.read(second)).isSameAs(read.read(record(value.clone())));
    }

    @Test
    void keepOfTheirHeadersOnlyWhatTheyDontSayThemselves() {
        ConsumerRecord<String, byte[]> record = record(changes.user("u1", "ada"));
        record.headers()
                .add(CloudEvent.ID, "1".getBytes(UTF_8))
                .add(CloudEvent.TRACEPARENT, "00-1-2-03".getBytes(UTF_8));

        assertThat(only(read.once(polled(record))).headers())
                .extracting(Header::key)
                .containsExactly(CloudEvent.TRACEPARENT);
    }

    @Test
    void comeWithWhatElseWasPolled() {
        ConsumerRecord<String, byte[]> retry = new ConsumerRecord<>(Topics.RETRIES, 0, 0, "key", new byte[] {1});
        ConsumerRecord<String, byte[]> tombstone = record((byte[]) null);
        ConsumerRecords<String, byte[]> polled = polled(retry, tombstone);

        assertThat(read.once(polled)).containsExactlyElementsOf(polled);
        assertThat(read.once(polled).nextOffsets()).isEqualTo(polled.nextOffsets());
    }

    @Test
    void canBeUnreadable() {
        assertThatThrownBy(() -> read.read(record(new byte[] {1, 2, 3}))).isInstanceOf(UnreadableRecordException.class);
        assertThatThrownBy(() -> read.read(record((byte[]) null))).isInstanceOf(UnreadableRecordException.class);
    }

    @SafeVarargs
    private static ConsumerRecords<String, byte[]> polled(ConsumerRecord<String, byte[]>... records) {
        var partitions = Stream.of(records)
                .collect(Collectors.groupingBy(record -> new TopicPartition(record.topic(), record.partition())));
        return new ConsumerRecords<>(partitions, Map.of(PARTITION, new OffsetAndMetadata(1)));
    }

    private static ConsumerRecord<String, byte[]> only(ConsumerRecords<String, byte[]> polled) {
        assertThat(polled.count()).isOne();
        return polled.iterator().next();
    }

    private ConsumerRecord<String, byte[]> record(IdentityChange change) {
        return record(records.write(Topics.CHANGES, change));
    }

    private static ConsumerRecord<String, byte[]> record(byte @Nullable [] value) {
        return new ConsumerRecord<>(Topics.CHANGES, 0, 0, "key", value);
    }
}
