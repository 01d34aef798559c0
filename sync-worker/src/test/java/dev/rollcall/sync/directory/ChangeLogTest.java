package dev.rollcall.sync.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClients;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.rebuild.Generations;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.ops.TestKafkaClients;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** A loop that can't open its log, for Kafka is away. */
class ChangeLogTest {

    private static final int PARTITION = 4_711;
    private static final String THREAD = "kafka-producer-network-thread | producer-rollcall-directory-" + PARTITION;
    private static final String NOWHERE = "127.0.0.1:1";

    @Test
    void leavesNoProducerBehindHoweverOftenItIsTried() {
        var clients = TestKafkaClients.of(NOWHERE, Map.of("max.block.ms", "100"));
        var kafka = new KafkaTemplate<String, byte[]>(new DefaultKafkaProducerFactory<>(clients.producer()));
        var properties = new DirectoryProperties(1, 500, Duration.ofSeconds(15), Duration.ofSeconds(1));
        try (var mongo = MongoClients.create("mongodb://" + NOWHERE);
                var records = new AvroRecords(SerdeSettings.apicurio("http://" + NOWHERE));
                var consumer = new MockConsumer<String, byte[]>("earliest");
                var loop = new PartitionLoops(
                                clients,
                                kafka,
                                records,
                                new DirectoryCollections(mongo.getDatabase("none")),
                                new Settings(),
                                new Generations(new Settings()),
                                new Erasures(),
                                properties,
                                Clock.systemUTC())
                        .of(new TopicPartition(Topics.REQUESTS, PARTITION), Step.Listener.NONE)) {
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> loop.open(consumer)).isInstanceOf(TimeoutException.class);
            }
        }
        await().untilAsserted(() -> assertThat(producers()).isEmpty());
    }

    private static List<String> producers() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(THREAD))
                .toList();
    }
}
