package dev.rollcall.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.embedded.test.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    static final String TOPIC = "numbers";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void keepsRecordsTransactionsAndTopicsOverARestart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0, 0)) {
            createTopic(kafka);
            try (var producer = producer(kafka, Map.of())) {
                producer.send(new ProducerRecord<>(TOPIC, "plain", "x".repeat(10 << 20)))
                        .get();
            }
            try (var producer = producer(kafka, Map.of("transactional.id", "t"))) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, "aborted", "1")).get();
                producer.abortTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, "committed", "1")).get();
                producer.commitTransaction();
            }
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0, 0)) {
            assertThat(keys(kafka, Set.of("plain", "committed"))).containsExactlyInAnyOrder("plain", "committed");
        }
    }

    @Test
    void createsNoTopicByItself() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0, 0);
                var producer = producer(kafka, Map.of("max.block.ms", 500))) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("nowhere", "k", "v"))
                            .get())
                    .hasMessageContaining("nowhere");
        }
    }

    @Test
    void keepsEveryAcknowledgedRecordWhenKilled() throws Exception {
        List<String> acknowledged;
        try (ChildJvm writer = ChildJvm.start(KafkaWriter.class, directory.toString())) {
            acknowledged = new ArrayList<>(writer.read(20_000));
            acknowledged.addAll(writer.kill());
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0, 0)) {
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(20_000);
            assertThat(keys(kafka, acknowledged)).containsAll(acknowledged);
        }
    }

    static void createTopic(EmbeddedKafka kafka) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            NewTopic topic = new NewTopic(TOPIC, 3, (short) 1).configs(Map.of("max.message.bytes", "16777216"));
            admin.createTopics(List.of(topic))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    static KafkaProducer<String, String> producer(EmbeddedKafka kafka, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", kafka.bootstrap());
        all.put("acks", "all");
        all.put("max.request.size", 16 << 20);
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    private static Set<String> keys(EmbeddedKafka kafka, Collection<String> expected) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kafka.bootstrap(),
                "group.id", "readers",
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed");
        Set<String> keys = new HashSet<>();
        Instant deadline = Instant.now().plusSeconds(30);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            while (!keys.containsAll(expected) && Instant.now().isBefore(deadline)) {
                for (ConsumerRecord<String, String> found : consumer.poll(Duration.ofMillis(200))) {
                    keys.add(found.key());
                }
            }
        }
        return keys;
    }
}
