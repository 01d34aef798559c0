package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.sync.ops.TestKafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A consumer whose place in the log isn't there any more. */
class HoldingConsumerIT {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Backend backend = Backends.shared();
    private final String topic = "t-" + UUID.randomUUID();
    private final TopicPartition partition = new TopicPartition(topic, 0);
    private final MongoClient mongo = MongoClients.create(backend.mongodbUri());
    private final List<CompletableFuture<Map<TopicPartition, Long>>> searches = new ArrayList<>();
    private Consumer<String, byte[]> consumer;

    @BeforeEach
    void subscribe() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        Map<String, Object> settings = TestKafkaClients.of(
                        backend.bootstrap(), Map.of("max.poll.interval.ms", "1000", "heartbeat.interval.ms", "100"))
                .consumer();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, topic);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        consumer = HoldingConsumer.factory(
                        settings,
                        new Holds(
                                new KnownHolds(new DirectoryCollections(mongo.getDatabase("holding")), new Settings())),
                        () -> false,
                        (_, _) -> {
                            searches.add(new CompletableFuture<>());
                            return searches.getLast();
                        })
                .createConsumer();
        consumer.subscribe(List.of(topic));
    }

    @AfterEach
    void close() {
        consumer.close();
        mongo.close();
    }

    @Test
    void staysInItsGroupForAsLongAsFindingOutWhereToGoOnTakes() {
        await().until(() -> isSought(1));
        await().during(Duration.ofSeconds(2)).until(() -> isSought(1));
        searches.getFirst().complete(Map.of(partition, 0L));

        await().until(() -> isSought(1) && committed() != null);
        assertThat(consumer.position(partition)).isZero();
        assertThat(searches).as("asked once").hasSize(1);
    }

    @Test
    void asksAgainWhereThatCouldntBeFoundOut() {
        await().until(() -> isSought(1));
        searches.getFirst().completeExceptionally(new IllegalStateException("A test"));
        await().until(() -> isSought(2));
        searches.getLast().complete(Map.of(partition, 0L));

        await().until(() -> isSought(2) && committed() != null);
    }

    @Test
    void isNowhereMeanwhile() {
        await().until(() -> isSought(1));

        // the container asks after each poll, and would stop for good
        assertThat(consumer.position(partition)).isNegative();
    }

    @Test
    void movesNothingThatItHasntLost() {
        await().until(() -> isSought(1));
        consumer.seek(partition, 0);
        searches.getFirst().complete(Map.of(partition, 0L));

        await().during(Duration.ofMillis(500)).until(() -> isSought(1));
        assertThat(committed()).isNull();
    }

    private boolean isSought(int times) {
        consumer.poll(POLL);
        return searches.size() == times;
    }

    private OffsetAndMetadata committed() {
        return consumer.committed(Set.of(partition)).get(partition);
    }
}
