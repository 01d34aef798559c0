package dev.rollcall.ingest.stage;

import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
 * a poll at a time, but without transactions.
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
            decide(consumer.poll(POLL));
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

    private void decide(ConsumerRecords<String, byte[]> polled) {
        if (polled.isEmpty()) {
            return;
        }
        var requests = new ArrayList<ProvisioningRequest>();
        polled.forEach(record -> requests.add(request(record)));
        var state = new WorkingSet();
        loader.load(
                requests.stream().flatMap(request -> Needs.of(request).stream()).collect(Collectors.toSet()), state);
        var decisions = new ArrayList<Decision>();
        for (ProvisioningRequest request : requests) {
            Decision decision = decision(request, state);
            state.apply(decision);
            decisions.add(decision);
        }
        decisions.forEach(decision -> decision.changes().forEach(this::publish));
        project(decisions);
        decisions.forEach(decision -> tell(decision.result()));
    }

    private ProvisioningRequest request(ConsumerRecord<String, byte[]> record) {
        try {
            return records.read(Topics.REQUESTS, record.value(), ProvisioningRequest.class);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(e);
        }
    }

    private void tell(ProvisioningResult result) {
        warnings.put(result.getConnection(), result.getWarnings());
        if (result.getResource() instanceof UserState user) {
            result.setGroups(loader.groupsOf(user.getConnection(), user.getId()).stream()
                    .map(id -> new GroupReference(id, null))
                    .toList());
        }
        send(result);
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

    private Decision decision(ProvisioningRequest request, WorkingSet state) {
        while (true) {
            try {
                return Decider.decide(state, request);
            } catch (NotLoadedException e) {
                loader.load(e.needs(), state);
            }
        }
    }

    private void project(List<Decision> decisions) {
        var writes = new LinkedHashMap<StateWrite.Kind, List<WriteModel<Document>>>();
        var sequences = new LinkedHashMap<String, Long>();
        for (Decision decision : decisions) {
            for (StateWrite write : decision.writes()) {
                writes.computeIfAbsent(write.stateKind(), kind -> new ArrayList<>())
                        .add(replace(write.key(), DirectoryDocuments.of(write, Instant.now())));
            }
            decision.changes().forEach(change -> sequences.put(change.getConnection(), change.getSequence()));
        }
        writes.forEach((kind, documents) -> collections.of(kind).bulkWrite(documents));
        sequences.forEach((connection, sequence) -> collections
                .sequences()
                .replaceOne(
                        Filters.eq("_id", connection),
                        new Document("_id", connection).append("sequence", sequence),
                        new ReplaceOptions().upsert(true)));
    }

    private static WriteModel<Document> replace(String id, Document document) {
        return new ReplaceOneModel<>(Filters.eq("_id", id), document, new ReplaceOptions().upsert(true));
    }
}
