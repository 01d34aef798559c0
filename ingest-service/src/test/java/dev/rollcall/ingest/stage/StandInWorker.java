package dev.rollcall.ingest.stage;

import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.embedded.Backend;
import dev.rollcall.event.GroupReference;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.Decider;
import dev.rollcall.schemas.decide.Decision;
import dev.rollcall.schemas.decide.Needs;
import dev.rollcall.schemas.decide.NotLoadedException;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.decide.WorkingSet;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.directory.StateLoader;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;

/**
 * Stands in for the sync worker in tests: decides with the real decider, writes the real documents and publishes results,
 * but one by one and without transactions.
 */
public final class StandInWorker {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final String INCARNATION = "stand-in";

    private final DirectoryCollections collections;
    private final StateLoader loader;
    private final AvroRecords records;
    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final Map<String, List<String>> warnings = new ConcurrentHashMap<>();
    private volatile boolean paused;
    /** Whether the loop has noticed that it is paused. */
    private volatile boolean resting;

    StandInWorker(Backend backend) {
        collections = new DirectoryCollections(
                MongoClients.create(backend.mongodbUri()).getDatabase("rollcall"));
        collections.createIndexes();
        loader = new StateLoader(collections);
        records = new AvroRecords(SerdeSettings.apicurio(backend.registryApiUrl()));
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", backend.bootstrap(),
                        "group.id", "rollcall-directory",
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", backend.bootstrap(), "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    void start() {
        consumer.subscribe(List.of(Topics.REQUESTS));
        Thread.ofPlatform().daemon().name("stand-in-worker").start(this::run);
    }

    /** What was tolerated of a connection's last request. */
    public List<String> warnings(String connection) {
        return warnings.getOrDefault(connection, List.of());
    }

    /** Takes no further requests, as a worker that is down. */
    public void pause() {
        resting = false;
        paused = true;
        await().until(() -> resting);
    }

    public void resume() {
        paused = false;
    }

    /** Says of a request what a worker says that has it in hand. */
    public void tellInHand(ProvisioningRequest request) {
        send(ProvisioningResult.newBuilder()
                .setRequest(request.getId())
                .setConnection(request.getConnection())
                .setStatus(102)
                .build());
    }

    private void send(ProvisioningResult result) {
        producer.send(new ProducerRecord<>(Topics.RESULTS, result.getRequest(), records.write(Topics.RESULTS, result)));
    }

    private void run() {
        markDirectoryWhole();
        while (true) {
            boolean rests = paused;
            if (rests) {
                consumer.pause(consumer.assignment());
            } else {
                consumer.resume(consumer.paused());
            }
            resting = rests && !consumer.assignment().isEmpty();
            consumer.poll(POLL).forEach(this::decide);
            consumer.commitSync();
        }
    }

    /** Else, once a test has written states to the log, a directory without marks counts as one that was lost. */
    private void markDirectoryWhole() {
        var marks = new Marks(collections);
        int partitions = consumer.partitionsFor(Topics.REQUESTS).size();
        for (int partition = 0; partition < partitions; partition++) {
            marks.begin(partition, partitions, INCARNATION);
            marks.complete(partition, INCARNATION);
        }
    }

    private void decide(ConsumerRecord<String, byte[]> record) {
        try {
            var request = records.read(Topics.REQUESTS, record.value(), ProvisioningRequest.class);
            Decision decision = decision(request);
            decision.changes().forEach(this::publish);
            decision.writes().forEach(this::project);
            if (!decision.changes().isEmpty()) {
                var last = decision.changes().getLast();
                collections
                        .sequences()
                        .replaceOne(
                                Filters.eq("_id", last.getConnection()),
                                new Document("_id", last.getConnection()).append("sequence", last.getSequence()),
                                new ReplaceOptions().upsert(true));
            }
            ProvisioningResult result = decision.result();
            warnings.put(result.getConnection(), result.getWarnings());
            if (result.getResource() instanceof UserState user) {
                result.setGroups(loader.groupsOf(user.getConnection(), user.getId()).stream()
                        .map(id -> new GroupReference(id, null))
                        .toList());
            }
            send(result);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(e);
        }
    }

    private void publish(IdentityChange change) {
        var event = new CloudEvent(
                change.getId(), "test", change.getConnection(), "/", change.getTime(), change.getSequence());
        int partitions = producer.partitionsFor(Topics.CHANGES).size();
        producer.send(new ProducerRecord<>(
                Topics.CHANGES,
                ConnectionPartitioner.partitionOf(change.getConnection(), partitions),
                change.getConnection(),
                records.write(Topics.CHANGES, change),
                event.headers(null)));
    }

    private Decision decision(ProvisioningRequest request) {
        var state = new WorkingSet();
        loader.load(Needs.of(request), state);
        while (true) {
            try {
                return Decider.decide(state, request);
            } catch (NotLoadedException e) {
                loader.load(e.needs(), state);
            }
        }
    }

    private void project(StateWrite write) {
        collections
                .of(write.stateKind())
                .replaceOne(
                        Filters.eq("_id", write.key()),
                        DirectoryDocuments.of(write, Instant.now()),
                        new ReplaceOptions().upsert(true));
    }
}
