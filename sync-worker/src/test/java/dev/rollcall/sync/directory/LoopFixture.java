package dev.rollcall.sync.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.Backend;
import dev.rollcall.event.ConnectionSequence;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.Erasure;
import dev.rollcall.event.ErasureStep;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.rebuild.Generations;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import dev.rollcall.sync.MovableClock;
import dev.rollcall.sync.ops.KafkaClients;
import dev.rollcall.sync.ops.TestKafkaClients;
import dev.rollcall.sync.projection.NotReadyException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** A connection of its own on real servers, and loops that decide it. */
final class LoopFixture implements AutoCloseable {

    private static final int PARTITIONS = 3;
    private static final Duration POLL = Duration.ofMillis(100);

    final String connection = "c" + UUID.randomUUID().toString().substring(0, 8);
    final TopicPartition requests;
    final MovableClock clock = new MovableClock();
    final AvroRecords records;
    final KafkaClients clients;
    final Settings settings = new Settings();
    final Generations generations = new Generations(settings);
    final Erasures erasures = new Erasures();
    Duration checkpointInterval = Duration.ofSeconds(1);
    private final KafkaTemplate<String, byte[]> kafka;
    private final MongoClient mongo;
    private final String bootstrap;
    private final List<AutoCloseable> open = new ArrayList<>();

    LoopFixture(Backend backend) {
        bootstrap = backend.bootstrap();
        records = new AvroRecords(SerdeSettings.apicurio(backend.registryApiUrl()));
        clients = TestKafkaClients.of(backend.bootstrap());
        kafka = new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(clients.coPartitionedProducer()));
        mongo = MongoClients.create(backend.mongodbUri());
        requests = new TopicPartition(
                Topics.REQUESTS, ConnectionPartitioner.partitionOf(connection, createTopics(backend)));
    }

    /** Makes the topics that are missing; another test of the JVM may have made them with other partitions. */
    private static int createTopics(Backend backend) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrap()))) {
            var existing = admin.listTopics().names().get();
            List<NewTopic> missing = Topics.all(PARTITIONS, (short) 1).stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            admin.createTopics(missing).all().get();
            // what is made just now isn't known at once
            return await().ignoreExceptionsMatching(e -> e.getCause() instanceof UnknownTopicOrPartitionException)
                    .until(() -> partitions(admin), count -> count > 0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int partitions(Admin admin) throws Exception {
        return admin.describeTopics(List.of(Topics.REQUESTS))
                .allTopicNames()
                .get()
                .get(Topics.REQUESTS)
                .partitions()
                .size();
    }

    /** Lets Kafka forget which requests are decided; nobody may be at it. */
    void forgetOffsets() {
        ask(admin -> admin.deleteConsumerGroupOffsets(DirectoryConfiguration.GROUP, Set.of(requests))
                .all());
    }

    /** Lets Kafka have another place, as one of a log that is cut off since; nobody may be at it. */
    void commit(long next) {
        ask(admin -> admin.alterConsumerGroupOffsets(
                        DirectoryConfiguration.GROUP, Map.of(requests, new OffsetAndMetadata(next)))
                .all());
    }

    /** Deletes all requests so far, as Kafka does when their retention has passed. */
    void expireRequests() {
        ask(admin -> admin.deleteRecords(Map.of(requests, RecordsToDelete.beforeOffset(end())))
                .all());
    }

    /** Where the requests go on, as Kafka knows it. */
    long committed() {
        return ask(admin -> admin.listConsumerGroupOffsets(DirectoryConfiguration.GROUP)
                        .partitionsToOffsetAndMetadata())
                .get(requests)
                .offset();
    }

    /** Of the connection's partition. */
    long lag() {
        return end() - committed();
    }

    private long end() {
        return ask(admin ->
                        admin.listOffsets(Map.of(requests, OffsetSpec.latest())).partitionResult(requests))
                .offset();
    }

    private <T> T ask(Function<Admin, KafkaFuture<T>> question) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            return question.apply(admin).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The directory in a database of this name. */
    DirectoryCollections directory(String name) {
        return new DirectoryCollections(mongo.getDatabase(connection + "_" + name), generations::read);
    }

    /** One worker's hold of the connection's partition. */
    final class Worker implements AutoCloseable {

        final PartitionLoop loop;
        final Consumer<String, byte[]> consumer;

        Worker(DirectoryCollections directory, Step.Listener steps) {
            var properties = new DirectoryProperties(1, 500, Duration.ofSeconds(15), checkpointInterval);
            loop = new PartitionLoops(
                            clients, kafka, records, directory, settings, generations, erasures, properties, clock)
                    .of(requests, steps);
            consumer = clients.consumers(Map.of("group.id", DirectoryConfiguration.GROUP))
                    .createConsumer();
            consumer.assign(List.of(requests));
            open.add(this);
        }

        /** Returns when the directory is whole. */
        void open() {
            await().atMost(Duration.ofSeconds(60))
                    .pollInSameThread()
                    .ignoreException(NotReadyException.class)
                    .untilAsserted(() -> loop.open(consumer));
        }

        /** Runs the loop until every request so far is behind it. */
        void drain() {
            open();
            long end = consumer.endOffsets(List.of(requests)).get(requests);
            while (consumer.position(requests) < end) {
                List<ConsumerRecord<String, byte[]>> polled =
                        consumer.poll(POLL).records(requests);
                if (!polled.isEmpty()) {
                    run(polled);
                }
            }
        }

        /** Until it works, as the container does. */
        private void run(List<ConsumerRecord<String, byte[]>> polled) {
            await().atMost(Duration.ofSeconds(60))
                    .pollInSameThread()
                    .ignoreException(NotReadyException.class)
                    .untilAsserted(() -> loop.run(polled, consumer));
        }

        /** Hands over what comes next, once. */
        void drainOnce() {
            List<ConsumerRecord<String, byte[]>> polled = List.of();
            while (polled.isEmpty()) {
                polled = consumer.poll(POLL).records(requests);
            }
            loop.run(polled, consumer);
        }

        /** Is without requests for a while. */
        void rest() {
            loop.tend(consumer);
        }

        /** Goes back to what is committed, as the container does after a failure. */
        void rewind() {
            var committed = consumer.committed(Set.of(requests)).get(requests);
            consumer.seek(requests, committed == null ? 0 : committed.offset());
        }

        @Override
        public void close() {
            loop.close();
            consumer.close();
        }
    }

    Worker worker(DirectoryCollections directory) {
        return new Worker(directory, Step.Listener.NONE);
    }

    ProvisioningRequest request(Operation operation, ResourceType type, String id, String body) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return ProvisioningRequest.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setConnection(connection)
                .setTime(now)
                .setDeadline(now.plusSeconds(60))
                .setOperation(operation)
                .setResourceType(type)
                .setResource(id)
                .setBody(body)
                .build();
    }

    ProvisioningRequest createUser(String id) {
        return request(Operation.CREATE, ResourceType.USER, id, user(id, "true"));
    }

    static String user(String id, String active) {
        return "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + id
                + "@example.com\",\"active\":" + active + "}";
    }

    static String group(String name, String... members) {
        String list = String.join(
                ",",
                List.of(members).stream().map(m -> "{\"value\":\"" + m + "\"}").toList());
        return "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"" + name
                + "\",\"members\":[" + list + "]}";
    }

    static String members(String op, String... members) {
        String list = String.join(
                ",",
                List.of(members).stream().map(m -> "{\"value\":\"" + m + "\"}").toList());
        return "{\"Operations\":[{\"op\":\"" + op + "\",\"path\":\"members\",\"value\":[" + list + "]}]}";
    }

    /** Puts users into a directory that no request made, for a test that needs many. */
    void putUsers(DirectoryCollections directory, String... ids) {
        directory
                .users()
                .insertMany(List.of(ids).stream()
                        .map(id -> DirectoryDocuments.of(
                                new StateWrite.OfUser(UserState.newBuilder()
                                        .setConnection(connection)
                                        .setId(id)
                                        .setVersion(1)
                                        .setSequence(0)
                                        .setCreated(Instant.EPOCH)
                                        .setLastModified(Instant.EPOCH)
                                        .setAttributes(User.newBuilder()
                                                .setUserName(id)
                                                .build())
                                        .build()),
                                Instant.EPOCH))
                        .toList());
    }

    void send(ProvisioningRequest... all) {
        for (ProvisioningRequest request : all) {
            send(records.write(Topics.REQUESTS, request));
        }
    }

    void send(ProvisioningRequest request, String traceparent) {
        var record = new ProducerRecord<>(Topics.REQUESTS, connection, records.write(Topics.REQUESTS, request));
        record.headers().add(CloudEvent.ID, request.getId().getBytes(StandardCharsets.UTF_8));
        record.headers().add(CloudEvent.TRACEPARENT, traceparent.getBytes(StandardCharsets.UTF_8));
        kafka.send(record).join();
    }

    /** Returns the offset that it got. */
    long send(byte[] value) {
        return kafka.send(new ProducerRecord<>(Topics.REQUESTS, connection, value))
                .join()
                .getRecordMetadata()
                .offset();
    }

    /** Garbage, a schema that nobody knows, broken bytes of ours, another record, and nothing; see who can read it. */
    List<byte[]> poison() {
        byte[] otherType = records.write("poison", new ConnectionSequence("nobody", 1L, Instant.EPOCH));
        byte[] broken = records.write(Topics.REQUESTS, createUser("broken"));
        Arrays.fill(broken, 5, broken.length, (byte) -1);
        var all = new ArrayList<byte[]>();
        all.add("not avro at all".getBytes(StandardCharsets.UTF_8));
        all.add(new byte[] {0, 0x7f, 0, 0, 99, 1, 2, 3});
        all.add(broken);
        all.add(otherType);
        all.add(null);
        return all;
    }

    /** As if the topic of erasures had told the worker. */
    void erase(String user) {
        erasures.apply(
                Keys.resource(connection, user),
                Erasure.newBuilder()
                        .setConnection(connection)
                        .setUser(user)
                        .setRequested(Instant.EPOCH)
                        .setTime(Instant.EPOCH)
                        .setStep(ErasureStep.DONE)
                        .setOperator("admin-token")
                        .build());
    }

    /** To the connection's partition. */
    void send(String topic, byte[] value) {
        kafka.send(new ProducerRecord<>(topic, connection + "/poison", value)).join();
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

    /** What is told of the connection's numbering beside its states. */
    List<Long> sequences() {
        return own(Topics.SEQUENCES)
                .flatMap(record -> read(record, ConnectionSequence.class).stream())
                .map(ConnectionSequence::getSequence)
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

    private <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
        return records(topic).stream()
                .flatMap(record -> read(record, type).stream())
                .toList();
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

    /** Other tests put poison on the same topics. */
    private <T extends SpecificRecord> Optional<T> read(ConsumerRecord<String, byte[]> record, Class<T> type) {
        try {
            return Optional.of(records.read(record.topic(), record.value(), type));
        } catch (UnreadableRecordException e) {
            return Optional.empty();
        }
    }

    /** What of the connection is in a directory: everything that isn't a mark of removal, by collection and id. */
    Map<String, Document> content(DirectoryCollections directory) {
        var content = new TreeMap<String, Document>();
        for (var collection : List.of(directory.users(), directory.groups(), directory.memberships())) {
            for (Document document : collection.find()) {
                if (connection.equals(document.getString("connection"))) {
                    content.put(
                            collection.getNamespace().getCollectionName() + "/" + document.getString("_id"), document);
                }
            }
        }
        return content;
    }

    /** How far the numbering has come, as far as a directory knows: it learns of it with its checkpoints. */
    long sequence(DirectoryCollections directory) {
        Document sequence =
                directory.sequences().find(new Document("_id", connection)).first();
        return sequence == null ? 0 : sequence.getLong("sequence");
    }

    /** The changes are numbered from 1 without a gap or a repetition, and no id is there twice. */
    void assertGapFree(List<IdentityChange> changes) {
        for (int i = 0; i < changes.size(); i++) {
            assertThat(changes.get(i).getSequence()).isEqualTo(i + 1L);
        }
        assertThat(changes).extracting(IdentityChange::getId).doesNotHaveDuplicates();
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        kafka.destroy();
        kafka.getProducerFactory().reset();
        mongo.close();
        records.close();
    }
}
