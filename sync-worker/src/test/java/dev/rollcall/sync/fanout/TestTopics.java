package dev.rollcall.sync.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.embedded.Backend;
import dev.rollcall.event.ConnectionSequence;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.MembershipState;
import dev.rollcall.event.ReplayRange;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The topics that a worker reads and writes. */
final class TestTopics implements AutoCloseable {

    private final Backend backend;
    private final Admin admin;
    private final AvroRecords records;
    private final KafkaProducer<String, byte[]> producer;

    TestTopics(Backend backend, Admin admin) {
        this.backend = backend;
        this.admin = admin;
        this.records = new AvroRecords(SerdeSettings.apicurio(backend.registryApiUrl()));
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", backend.bootstrap(), "partitioner.class", ConnectionPartitioner.class),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    void publish(IdentityChange... changes) {
        for (IdentityChange change : changes) {
            send(Topics.CHANGES, change.getConnection(), records.write(Topics.CHANGES, change));
        }
    }

    /** Wishes for another try of what was given up. */
    void retry(DeadLetter letter) {
        DeliveryRetry retry = DeliveryRetry.newBuilder()
                .setId(letter.getId())
                .setTime(letter.getTime().plusMillis(1))
                .setApp(letter.getApp())
                .setConnection(letter.getConnection())
                .setResourceType(letter.getResourceType())
                .setResource(letter.getResource())
                .setSequence(letter.getSequence())
                .setTopic(letter.getTopic())
                .setPartition(letter.getPartition())
                .setOffset(letter.getOffset())
                .setRecord(letter.getRecord())
                .setOperator("admin-token")
                .build();
        send(Topics.RETRIES, letter.getConnection(), records.write(Topics.RETRIES, retry));
    }

    /** Wishes that an app is given a change again. */
    void replay(String app, String replay, boolean isForced, IdentityChange... changes) {
        for (IdentityChange change : changes) {
            DeliveryRetry retry = DeliveryRetry.newBuilder()
                    .setId(replay + "-" + change.getId())
                    .setTime(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                    .setApp(app)
                    .setConnection(change.getConnection())
                    .setResourceType(change.getResourceType())
                    .setResource(change.getResource())
                    .setSequence(change.getSequence())
                    .setTopic(Topics.CHANGES)
                    .setPartition(0)
                    .setOffset(change.getSequence())
                    .setRecord(ByteBuffer.wrap(records.write(Topics.CHANGES, change)))
                    .setOperator("admin-token")
                    .setReplay(replay)
                    .setForced(isForced)
                    .build();
            send(Topics.RETRIES, change.getConnection(), records.write(Topics.RETRIES, retry));
        }
    }

    /** Puts what the directory has into the compacted topics. */
    void publishStates(
            String connection, List<UserState> users, List<GroupState> groups, Map<String, List<String>> of) {
        users.forEach(
                user -> send(Topics.USERS, Keys.resource(connection, user.getId()), records.write(Topics.USERS, user)));
        groups.forEach(group ->
                send(Topics.GROUPS, Keys.resource(connection, group.getId()), records.write(Topics.GROUPS, group)));
        of.forEach((group, members) -> members.forEach(user -> send(
                Topics.MEMBERSHIPS,
                Keys.membership(connection, group, user),
                records.write(Topics.MEMBERSHIPS, new MembershipState(connection, group, user, 1L, Instant.EPOCH)))));
    }

    void send(String topic, String key, byte @Nullable [] value) {
        producer.send(new ProducerRecord<>(topic, key, value));
        producer.flush();
    }

    /** Garbage, a schema that nobody knows, broken bytes of ours, another record, and nothing. */
    List<byte[]> poison() {
        byte[] broken = records.write(Topics.SEQUENCES, new ConnectionSequence("nobody", 1L, Instant.EPOCH));
        byte[] otherType = broken.clone();
        Arrays.fill(broken, 5, broken.length, (byte) -1);
        return Arrays.asList(
                "poison".getBytes(UTF_8), new byte[] {0, 0x7f, 0, 0, 99, 1, 2, 3}, broken, otherType, null);
    }

    /** Every record of a topic that can be read, in order of its partitions. */
    <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
        var found = new ArrayList<T>();
        each(topic, record -> found.add(decode(topic, record.value(), type)));
        return found;
    }

    void each(String topic, Consumer<ConsumerRecord<String, byte[]>> look) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", backend.bootstrap(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = ends(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(look);
            }
        }
    }

    <T extends SpecificRecord> T decode(String topic, byte[] value, Class<T> type) {
        try {
            return records.read(topic, value, type);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that is in these topics now. */
    List<ReplayRange> ranges(String... topics) {
        return ends(topics).entrySet().stream()
                .map(end -> new ReplayRange(end.getKey().topic(), end.getKey().partition(), 0L, end.getValue()))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Deletes all of a topic so far, as Kafka does when its retention has passed. */
    void expire(String topic) {
        var before = new HashMap<TopicPartition, RecordsToDelete>();
        ends(topic).forEach((partition, end) -> before.put(partition, RecordsToDelete.beforeOffset(end)));
        try {
            admin.deleteRecords(before).all().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Map<TopicPartition, Long> ends() {
        return ends(Topics.CHANGES, Topics.RETRIES);
    }

    Map<TopicPartition, Long> ends(String... topics) {
        return ends(Stream.of(topics)
                .flatMap(topic -> IntStream.range(0, 3).mapToObj(partition -> new TopicPartition(topic, partition)))
                .toList());
    }

    /** Also behind what is committed and whose markers the broker has yet to write: a commit doesn't wait for them. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest());
    }

    Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec) {
        try {
            var offsets = new HashMap<TopicPartition, Long>();
            admin.listOffsets(partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> spec)))
                    .all()
                    .get()
                    .forEach((partition, info) -> offsets.put(partition, info.offset()));
            return offsets;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] write(String topic, SpecificRecord record) {
        return records.write(topic, record);
    }

    @Override
    public void close() {
        producer.close();
        records.close();
    }
}
