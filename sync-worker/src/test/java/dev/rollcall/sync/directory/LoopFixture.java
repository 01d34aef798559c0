package dev.rollcall.sync.directory;

import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.Backend;
import dev.rollcall.event.ConnectionSequence;
import dev.rollcall.event.ErasureStep;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ProvisioningRequest;
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
import dev.rollcall.sync.MovableClock;
import dev.rollcall.sync.Orders;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** A connection of its own on real servers, and loops that decide it. */
final class LoopFixture implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    final String connection = "c" + UUID.randomUUID().toString().substring(0, 8);
    final TopicPartition requests;
    final LoopLog log;
    final RequestPlace place;
    final MovableClock clock = new MovableClock();
    final AvroRecords records;
    final KafkaClients clients;
    final Settings settings = new Settings();
    final Generations generations = new Generations(settings);
    final Erasures erasures = new Erasures();
    Duration checkpointInterval = Duration.ofSeconds(1);
    private final KafkaTemplate<String, byte[]> kafka;
    private final MongoClient mongo;
    private final List<AutoCloseable> open = new ArrayList<>();

    LoopFixture(Backend backend) {
        records = new AvroRecords(SerdeSettings.apicurio(backend.registryApiUrl()));
        clients = TestKafkaClients.of(backend.bootstrap());
        kafka = new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(clients.coPartitionedProducer()));
        mongo = MongoClients.create(backend.mongodbUri());
        requests = new TopicPartition(
                Topics.REQUESTS, ConnectionPartitioner.partitionOf(connection, RequestPlace.createTopics(backend)));
        log = new LoopLog(connection, requests, clients, records);
        place = new RequestPlace(backend.bootstrap(), requests);
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
        return request(Operation.CREATE, ResourceType.USER, id, Bodies.user(id, "true"));
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
        erasures.apply(Keys.resource(connection, user), Orders.erasure(connection, user, ErasureStep.DONE));
    }

    /** To the connection's partition. */
    void send(String topic, byte[] value) {
        kafka.send(new ProducerRecord<>(topic, connection + "/poison", value)).join();
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
