package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.delivery.Courier;
import dev.rollcall.sync.delivery.Delivery;
import dev.rollcall.sync.delivery.Ledger;
import dev.rollcall.sync.delivery.Round;
import dev.rollcall.sync.delivery.Settling;
import dev.rollcall.sync.target.TestApps;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.Acknowledgment;

/** A feed that is given its batches by hand, as a consumer may give them that has several partitions. */
class AppFeedIT {

    private static final App APP = TestApps.of("http://localhost/", "", setting -> setting);

    private final Backend backend = Backends.shared();
    private final MongoClient client = MongoClients.create(backend.mongodbUri());
    private final MongoTemplate mongo = new MongoTemplate(client, "feed");
    private final AvroRecords records = new AvroRecords(SerdeSettings.apicurio(backend.registryApiUrl()));
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()) {
                @Override
                public void close(Duration timeout) {}
            };
    private final Changes changes = new Changes("c-" + UUID.randomUUID());
    private final Changes others = new Changes("c-" + UUID.randomUUID());
    private final Set<String> failing = new HashSet<>();
    private final AtomicInteger tried = new AtomicInteger();
    /** Whether whom the app failed at last had to come after others. */
    private boolean isLast;

    private final AppFeed feed = feed();

    @AfterEach
    void close() {
        feed.stop();
        records.close();
        client.close();
    }

    @Test
    void aReceiptIsPublishedOnceThoughOtherPartitionsMoveOnBetweenTheTriesOfItsBatch() {
        failing.add("u2");
        List<ConsumerRecord<String, byte[]>> batch =
                List.of(record(0, changes.user("u1", "ada")), record(0, changes.user("u2", "bob")));
        assertThat(isCommitted(batch)).isFalse();
        assertThat(isCommitted(List.of(record(1, others.user("u3", "cyd"))))).isTrue();
        assertThat(isCommitted(batch)).isFalse();

        failing.clear();
        assertThat(isCommitted(batch)).isTrue();

        assertThat(receipts()).containsExactly("app/u1", "app/u3", "app/u2");
    }

    @Test
    void aReceiptIsPublishedAnewWhenItsBatchComesAgainThoughItWasDone() {
        List<ConsumerRecord<String, byte[]>> batch = List.of(record(0, changes.user("u1", "ada")));
        assertThat(isCommitted(batch)).isTrue();
        assertThat(isCommitted(batch)).isTrue();

        assertThat(receipts()).containsExactly("app/u1", "app/u1");
    }

    @Test
    void aReceiptIsPublishedAnewWhenItsPartitionsWereAwayBetweenTheTriesOfItsBatch() {
        failing.add("u2");
        List<ConsumerRecord<String, byte[]>> batch =
                List.of(record(0, changes.user("u1", "ada")), record(0, changes.user("u2", "bob")));
        assertThat(isCommitted(batch)).isFalse();

        feed.onPartitionsRevokedAfterCommit(
                new MockConsumer<>("earliest"), List.of(new TopicPartition(Topics.CHANGES, 0)));
        assertThat(isCommitted(batch)).isFalse();

        assertThat(receipts()).containsExactly("app/u1", "app/u1");
    }

    @Test
    void whomAnAppFailedAtComesLastUntilItsPartitionsGoToAnother() {
        failing.add("u2");
        List<ConsumerRecord<String, byte[]>> batch =
                List.of(record(0, changes.user("u1", "ada")), record(0, changes.user("u2", "bob")));
        isCommitted(batch);
        isCommitted(batch);
        assertThat(isLast).isTrue();

        feed.onPartitionsRevokedAfterCommit(
                new MockConsumer<>("earliest"), List.of(new TopicPartition(Topics.CHANGES, 0)));
        isCommitted(batch);
        assertThat(isLast).isFalse();
    }

    @Test
    void anAppThatTakesOthersIsWellThoughItFailsAtOne() {
        failing.add("u2");
        ConsumerRecord<String, byte[]> broken = record(0, changes.user("u2", "bob"));
        isCommitted(List.of(broken));
        isCommitted(List.of(broken));
        assertThat(failures()).isEqualTo(2);

        isCommitted(List.of(record(0, changes.user("u1", "ada")), broken));
        assertThat(failures()).isEqualTo(1);
    }

    private int failures() {
        return new AppStatuses(mongo, Clock.systemUTC()).find(APP).orElseThrow().failures();
    }

    private AppFeed feed() {
        Clock clock = Clock.systemUTC();
        var ledger = new Ledger(mongo);
        var settings = new Settings();
        var kafka = new KafkaTemplate<>(() -> producer);
        var reports = new Reports(
                new Receipts(kafka, records),
                new DeadLetters(kafka, records, clock),
                new AppStatuses(mongo, clock),
                new DeliveryMetrics(new SimpleMeterRegistry()));
        var properties = new FanOutProperties(
                1,
                1,
                Duration.ofDays(1),
                10,
                Duration.ofMinutes(1),
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                Duration.ofMinutes(5),
                URI.create("http://localhost"),
                1,
                Duration.ofDays(5),
                Duration.ofSeconds(10),
                Duration.ofDays(10));
        var holds = new Holds(new KnownHolds(new DirectoryCollections(mongo.getDb()), settings));
        return new AppFeed(
                APP,
                courier(),
                ledger,
                new ChangeReader(APP, new ReadChanges(records), records, reports.deadLetters(), holds, new Erasures()),
                new Discards(settings, ledger, kafka, records, clock),
                reports,
                properties,
                new Outage(APP.id(), properties.budget(), null),
                () -> {},
                clock);
    }

    /** Of an app that takes everything until it is asked for somebody of whom it fails. */
    private Courier courier() {
        return new Courier() {
            @Override
            public void deliver(List<Delivery> deliveries, Round round) {
                tried.incrementAndGet();
                for (Delivery delivery : deliveries) {
                    if (failing.contains(delivery.change().getResource())) {
                        isLast = Settling.isLast(round, delivery, deliveries.getFirst());
                        Settling.putOff(round, delivery);
                        return;
                    }
                    Settling.deliver(round, delivery);
                }
            }

            @Override
            public void close() {}
        };
    }

    /** Whether the feed is done with a batch, once it has left the app alone for as long as it must. */
    private boolean isCommitted(List<ConsumerRecord<String, byte[]>> batch) {
        int tries = tried.get();
        var isCommitted = new AtomicBoolean();
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            feed.onMessage(batch, new Acknowledgment() {
                @Override
                public void acknowledge() {
                    isCommitted.set(true);
                }

                @Override
                public void nack(int index, Duration sleep) {}
            });
            return tried.get() > tries;
        });
        return isCommitted.get();
    }

    private ConsumerRecord<String, byte[]> record(int partition, IdentityChange change) {
        return new ConsumerRecord<>(
                Topics.CHANGES,
                partition,
                change.getSequence(),
                change.getConnection(),
                records.write(Topics.CHANGES, change));
    }

    private List<String> receipts() {
        return producer.history().stream()
                .filter(sent -> sent.topic().equals(Topics.RECEIPTS))
                .map(ProducerRecord::key)
                .toList();
    }
}
