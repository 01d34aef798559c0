package dev.rollcall.sync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.ConnectionSequence;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import dev.rollcall.sync.ops.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What the topics hold of one connection. */
final class LoopLog {

    private static final Duration POLL = Duration.ofMillis(100);

    private final String connection;
    private final TopicPartition requests;
    private final KafkaClients clients;
    private final AvroRecords avro;

    LoopLog(String connection, TopicPartition requests, KafkaClients clients, AvroRecords avro) {
        this.connection = connection;
        this.requests = requests;
        this.clients = clients;
        this.avro = avro;
    }

    /** The connection's committed changes, in the order of the log. */
    List<IdentityChange> changes() {
        return own(Topics.CHANGES)
                .flatMap(record -> read(record, IdentityChange.class).stream())
                .toList();
    }

    List<ProvisioningResult> results() {
        return read(Topics.RESULTS, ProvisioningResult.class).stream()
                .filter(result -> result.getConnection().equals(connection))
                .toList();
    }

    List<DeadLetter> deadLetters() {
        return read(Topics.DEAD_LETTERS, DeadLetter.class).stream()
                .filter(letter -> connection.equals(letter.getConnection())
                        || letter.getConnection() == null && letter.getPartition() == requests.partition())
                .toList();
    }

    /** What a header of the connection's records on a topic says, null where it is absent. */
    List<@Nullable String> headers(String topic, String name) {
        return own(topic)
                .<@Nullable String>map(record -> CloudEvent.text(record.headers(), name))
                .toList();
    }

    /** How many records the state topics have in the connection's partition, whoever's they are. */
    long stateRecords() {
        return Topics.STATES.stream()
                .flatMap(topic -> records(topic).stream())
                .filter(record -> record.partition() == requests.partition())
                .count();
    }

    /** The connection's records on a topic whose keys tell of the connection. */
    private Stream<ConsumerRecord<String, byte[]>> own(String topic) {
        return records(topic).stream()
                .filter(record -> Keys.connectionOf(record.key()).equals(connection));
    }

    private List<ConsumerRecord<String, byte[]>> records(String topic) {
        var read = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (Consumer<String, byte[]> consumer = clients.consumers(Map.of()).createConsumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = ends(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(POLL).forEach(read::add);
            }
        }
        return read;
    }

    /** Also behind what is committed and whose markers the broker has yet to write: a commit doesn't wait for them. */
    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        try (Consumer<String, byte[]> consumer = clients.consumers(
                        Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted"))
                .createConsumer()) {
            return consumer.endOffsets(partitions);
        }
    }

    private <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
        return records(topic).stream()
                .flatMap(record -> read(record, type).stream())
                .toList();
    }

    /** Other tests put poison on the same topics. */
    private <T extends SpecificRecord> Optional<T> read(ConsumerRecord<String, byte[]> record, Class<T> type) {
        try {
            return Optional.of(avro.read(record.topic(), record.value(), type));
        } catch (UnreadableRecordException e) {
            return Optional.empty();
        }
    }

    /** What is told of the connection's numbering beside its states. */
    List<Long> sequences() {
        return own(Topics.SEQUENCES)
                .flatMap(record -> read(record, ConnectionSequence.class).stream())
                .map(ConnectionSequence::getSequence)
                .toList();
    }

    /** The changes are numbered from 1 without a gap or a repetition, and no id is there twice. */
    static void assertGapFree(List<IdentityChange> changes) {
        for (int i = 0; i < changes.size(); i++) {
            assertThat(changes.get(i).getSequence()).isEqualTo(i + 1L);
        }
        assertThat(changes).extracting(IdentityChange::getId).doesNotHaveDuplicates();
    }
}
