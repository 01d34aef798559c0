package dev.rollcall.ingest.delivery.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.ingest.stage.Deliveries;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.delivery.ReceiptDocuments;
import dev.rollcall.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** What the topics say of deliveries is what MongoDB has. */
class DeliveryProjectionIT {

    private final Stage stage = Stage.shared();
    private final String connection = stage.connection().connection();
    private final HttpCalls admin = stage.admin();
    private final Deliveries deliveries = stage.deliveries(connection);
    private final String crm = stage.app("CRM", connection);

    @Test
    void isTheSameWhenItIsMadeAgainFromTheTopicsInAnyOrder() {
        deliveries.giveUp(crm, "u1", 1, "http-422");
        deliveries.giveUp(crm, "u2", 2, "http-422");
        deliveries.giveUp(crm, "u3", 3, "missing-members");
        deliveries.giveUp(crm, "u4", 4, "http-409 uniqueness");
        deliveries.giveUp(crm, "u5", 5, "http-400");
        awaitLetters(5);
        post("/" + id(1) + "/retry");
        deliveries.settle(crm, "u1", 1, DeliveryOutcome.DELIVERED, receipt -> receipt.setTime(later()));
        post("/" + id(2) + "/retry");
        deliveries.bury(
                deliveries.letter(crm, "u2", 2, "http-422").setTime(later()).build());
        deliveries.settle(crm, "u3", 6, DeliveryOutcome.DELIVERED);
        post("/" + id(4) + "/skip");
        deliveries.settle(crm, "u5", 7, DeliveryOutcome.DELIVERED);
        deliveries.settle(crm, "u5", 7, DeliveryOutcome.SKIPPED, receipt -> receipt.setRepeat(true));
        await().untilAsserted(() -> assertThat(states())
                .isEqualTo(
                        Map.of(id(1), "RESOLVED", id(2), "OPEN", id(3), "OPEN", id(4), "SKIPPED", id(5), "RESOLVED")));
        awaitReceipts(9);
        var before = all();
        List<ConsumerRecord<String, byte[]>> records = records();

        for (List<ConsumerRecord<String, byte[]>> order : List.of(records, byTopic(records))) {
            drop();
            order.forEach(record -> stage.bean(DeliveryProjection.class).project(List.of(record)));
            assertThat(all()).isEqualTo(before);
        }
        drop();
        stage.bean(DeliveryProjection.class).project(records);
        stage.bean(DeliveryProjection.class).project(records);
        assertThat(all()).as("in one batch, and twice").isEqualTo(before);
    }

    @Test
    void timesChangesUntilTheLastAppHadThem() {
        String wiki = stage.app("Wiki", connection);
        deliveries.settle(crm, "u1", 1, DeliveryOutcome.DELIVERED, receipt -> receipt.setLatencyMillis(100));
        deliveries.settle(crm, "u2", 2, DeliveryOutcome.DELIVERED);
        deliveries.settle(wiki, "u2", 2, DeliveryOutcome.FAILED);
        awaitReceipts(3);
        assertThat(timers()).isEmpty();

        deliveries.settle(wiki, "u1", 1, DeliveryOutcome.DELIVERED, receipt -> receipt.setLatencyMillis(900));
        deliveries.settle(wiki, "u2", 2, DeliveryOutcome.DELIVERED, receipt -> receipt.setLatencyMillis(90_000));
        deliveries.settle(wiki, "u2", 2, DeliveryOutcome.DELIVERED, receipt -> receipt.setRepeat(true));

        // each instance has the receipts of some partitions
        await().untilAsserted(() ->
                assertThat(timers().stream().mapToLong(Timer::count).sum()).isEqualTo(2));
        assertThat(timers().stream().mapToDouble(timer -> timer.max(TimeUnit.MILLISECONDS)))
                .contains(90_000.0);
        assertThat(instances()
                        .map(instance -> new HttpCalls(Stage.url(instance), null)
                                .get("/actuator/prometheus")
                                .response()
                                .body()))
                .anySatisfy(metrics -> assertThat(metrics)
                        .contains("rollcall_delivery_target_misses_total{connection=\"" + connection + "\"} 1.0"));
    }

    @Test
    void deletesWhatIsOlderThanItIsKept() {
        Instant old = Instant.now().minus(Duration.ofDays(91));
        deliveries.settle(crm, "u1", 1, DeliveryOutcome.DELIVERED, receipt -> receipt.setTime(old));
        deliveries.bury(deliveries.letter(crm, "u1", 1, "http-422").setTime(old).build());
        deliveries.giveUp(crm, "u2", 2, "http-422");
        awaitReceipts(2);
        awaitLetters(2);

        stage.bean(DeliveryRetention.class).sweep();

        assertThat(all().values())
                .allSatisfy(documents -> assertThat(documents)
                        .extracting(document -> document.getString("resource"))
                        .containsExactly("u2"));
    }

    private String id(long sequence) {
        return connection + "-letter-" + crm + '-' + sequence;
    }

    private void post(String path) {
        admin.post("/api/v1/dead-letters" + path, "{}").expect(200);
    }

    private List<Timer> timers() {
        return instances()
                .map(instance -> instance.getBean(MeterRegistry.class)
                        .find("rollcall.delivery.last.app")
                        .tag("connection", connection)
                        .timer())
                .filter(Objects::nonNull)
                .toList();
    }

    private Stream<ConfigurableApplicationContext> instances() {
        return Stream.of(stage.context(), stage.second());
    }

    private void awaitLetters(int count) {
        await().untilAsserted(
                        () -> assertThat(all().get(LetterDocuments.COLLECTION)).hasSize(count));
    }

    private void awaitReceipts(int count) {
        await().untilAsserted(
                        () -> assertThat(all().get(ReceiptDocuments.COLLECTION)).hasSize(count));
    }

    private Map<String, String> states() {
        var states = new HashMap<String, String>();
        all().get(LetterDocuments.COLLECTION)
                .forEach(letter -> states.put(letter.getString("_id"), letter.getString(LetterDocuments.STATE)));
        return states;
    }

    /** All of this connection, without what only counts how often something was learned. */
    private Map<String, List<Document>> all() {
        return inDatabase(database -> Map.of(
                ReceiptDocuments.COLLECTION, of(database, ReceiptDocuments.COLLECTION),
                LetterDocuments.COLLECTION, of(database, LetterDocuments.COLLECTION)));
    }

    private List<Document> of(MongoDatabase database, String collection) {
        List<Document> documents = database.getCollection(collection)
                .find(Filters.eq("connection", connection))
                .into(new ArrayList<>());
        documents.sort(Comparator.comparing(document -> document.getString("_id")));
        documents.forEach(document -> document.remove(LetterDocuments.REVISION));
        return documents;
    }

    private void drop() {
        inDatabase(database -> {
            database.getCollection(ReceiptDocuments.COLLECTION).deleteMany(new Document());
            database.getCollection(LetterDocuments.COLLECTION).deleteMany(new Document());
            return true;
        });
    }

    private <T> T inDatabase(Function<MongoDatabase, T> use) {
        try (var mongo = stage.mongo()) {
            return use.apply(mongo.getDatabase("rollcall"));
        }
    }

    private static Instant later() {
        return Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Retries first, then receipts, then dead letters. */
    private static List<ConsumerRecord<String, byte[]>> byTopic(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream()
                .sorted(Comparator.comparing((ConsumerRecord<String, byte[]> record) -> record.topic())
                        .reversed())
                .toList();
    }

    private List<ConsumerRecord<String, byte[]>> records() {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", stage.backend().bootstrap()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            for (String topic : List.of(Topics.DEAD_LETTERS, Topics.RECEIPTS, Topics.RETRIES)) {
                List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList();
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                var ends = consumer.endOffsets(partitions);
                while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                    consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                        if (record.key() != null
                                && (record.key().startsWith(crm) || record.key().equals(connection))) {
                            found.add(record);
                        }
                    });
                }
            }
        }
        return found;
    }
}
