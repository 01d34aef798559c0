package dev.rollcall.schemas.subscribe;

import dev.rollcall.embedded.Backend;
import dev.rollcall.event.ConnectionSequence;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.decide.Decision;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes what was decided as the directory role does: changes and states in one transaction. */
final class TestLog implements AutoCloseable {

    static final int PARTITIONS = 3;

    private final AvroRecords records;
    private final KafkaProducer<String, byte[]> producer;
    private final Admin admin;

    TestLog(Backend backend) throws Exception {
        records = new AvroRecords(SerdeSettings.apicurio(backend.registryApiUrl()));
        admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrap()));
        try {
            admin.createTopics(Topics.all(PARTITIONS, (short) 1)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", backend.bootstrap(),
                        "transactional.id", "test-" + UUID.randomUUID(),
                        "partitioner.class", ConnectionPartitioner.class.getName()),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    void write(Decision... decisions) {
        producer.beginTransaction();
        send(decisions);
        producer.commitTransaction();
    }

    void writeAndAbort(Decision... decisions) {
        producer.beginTransaction();
        send(decisions);
        producer.flush();
        producer.abortTransaction();
    }

    /** Some changes alone, as no directory role does. */
    void writeOnly(List<IdentityChange> changes) {
        producer.beginTransaction();
        changes.forEach(this::send);
        producer.commitTransaction();
    }

    void writeRubbish(String connection, long sequence) {
        producer.beginTransaction();
        producer.send(record(Topics.CHANGES, connection, new byte[] {1, 2, 3}, sequence));
        producer.commitTransaction();
    }

    /** As retention does it. */
    void deleteChangesOf(String connection) throws Exception {
        var partition = new TopicPartition(Topics.CHANGES, ConnectionPartitioner.partitionOf(connection, PARTITIONS));
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(-1)))
                .all()
                .get();
    }

    private void send(Decision... decisions) {
        for (Decision decision : decisions) {
            decision.changes().forEach(this::send);
            decision.writes().forEach(this::send);
        }
    }

    private void send(IdentityChange change) {
        producer.send(record(
                Topics.CHANGES, change.getConnection(), records.write(Topics.CHANGES, change), change.getSequence()));
        var newest = new ConnectionSequence(change.getConnection(), change.getSequence(), change.getTime());
        send(Topics.SEQUENCES, change.getConnection(), newest, change.getSequence());
    }

    private void send(StateWrite write) {
        switch (write) {
            case StateWrite.OfUser user -> send(Topics.USERS, user.key(), user.state(), user.sequence());
            case StateWrite.OfGroup group -> send(Topics.GROUPS, group.key(), group.state(), group.sequence());
            case StateWrite.OfMembership member ->
                send(Topics.MEMBERSHIPS, member.key(), member.state(), member.sequence());
            case StateWrite.OfOutcome _ -> throw new IllegalArgumentException("No test asks asynchronously");
            case StateWrite.Removed removed -> {
                String topic = switch (removed.kind()) {
                    case USER -> Topics.USERS;
                    case GROUP -> Topics.GROUPS;
                    case MEMBERSHIP -> Topics.MEMBERSHIPS;
                    case OUTCOME -> Topics.OUTCOMES;
                };
                producer.send(record(topic, removed.key(), null, removed.sequence()));
            }
        }
    }

    private void send(String topic, String key, SpecificRecord state, long sequence) {
        producer.send(record(topic, key, records.write(topic, state), sequence));
    }

    private static ProducerRecord<String, byte[]> record(String topic, String key, byte[] value, long sequence) {
        var headers = new CloudEvent("id", "type", "c", "/", Instant.EPOCH, sequence).headers(null);
        return new ProducerRecord<>(topic, null, key, value, headers);
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        records.close();
    }
}
