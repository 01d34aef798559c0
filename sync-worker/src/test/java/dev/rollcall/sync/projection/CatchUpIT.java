package dev.rollcall.sync.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.Headcount;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.Orders;
import dev.rollcall.sync.ops.KafkaClients;
import dev.rollcall.sync.ops.TestKafkaClients;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CatchUpIT {

    private static final int PARTITIONS = 3;
    private static final int USERS = 20;

    private final Backend backend = Backends.shared();
    private final KafkaClients clients = TestKafkaClients.of(backend.bootstrap());
    private final AvroRecords records = new AvroRecords(SerdeSettings.apicurio(backend.registryApiUrl()));
    private final MongoClient mongo = MongoClients.create(backend.mongodbUri());
    private final DirectoryCollections directory = new DirectoryCollections(
            mongo.getDatabase("catchup" + UUID.randomUUID().toString().substring(0, 8)));
    private final String connection = "c-" + UUID.randomUUID();
    private final int partition = ConnectionPartitioner.partitionOf(connection, PARTITIONS);

    @AfterEach
    void close() {
        directory.users().drop();
        directory.headcounts().drop();
        mongo.close();
    }

    @Test
    void aHoldIsThereBeforeWhatIsHeld() throws Exception {
        createTopics();
        var states = new StateLog(clients.consumers(Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1)));
        var from = new Checkpoint(states.ends(partition, Topics.STATES), null, false);
        var changes = new Changes(connection);
        try (Producer<String, byte[]> producer = new KafkaProducer<>(clients.producer())) {
            for (int user = 0; user < USERS; user++) {
                var state = (UserState)
                        changes.user("u" + user, "name" + user, false).getAfter();
                send(producer, Topics.USERS, Keys.resource(connection, state.getId()), state);
            }
            var hold = Orders.hold(1);
            send(
                    producer,
                    Topics.HEADCOUNTS,
                    connection,
                    new Headcount(connection, 1L, Instant.EPOCH, 50L, List.of(), hold));
        }
        var clock = new AskedClock();

        new CatchUp(states, records, (record, cause) -> {})
                .run(Replica.of(0, partition, directory, new Erasures(), Duration.ofMinutes(1), clock), from);

        assertThat(clock.isHeld).hasSizeGreaterThanOrEqualTo(USERS).containsOnly(true);
    }

    /** Whoever makes the document of a user asks what time it is; it notes whether the hold was there by then. */
    private final class AskedClock extends Clock {

        private final List<Boolean> isHeld = new ArrayList<>();

        @Override
        public Instant instant() {
            isHeld.add(directory
                            .headcounts()
                            .find(Filters.eq(DirectoryDocuments.ID, connection))
                            .first()
                    != null);
            return Instant.EPOCH;
        }

        @Override
        public ZoneId getZone() {
            return Clock.systemUTC().getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private void send(Producer<String, byte[]> producer, String topic, String key, SpecificRecord value)
            throws Exception {
        producer.send(new ProducerRecord<>(topic, partition, key, records.write(topic, value)))
                .get();
    }

    private void createTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrap()))) {
            var existing = admin.listTopics().names().get();
            admin.createTopics(Topics.all(PARTITIONS, (short) 1).stream()
                            .filter(topic -> !existing.contains(topic.name()))
                            .toList())
                    .all()
                    .get();
        }
    }
}
