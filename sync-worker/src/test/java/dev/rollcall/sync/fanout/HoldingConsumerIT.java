package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.sync.fanout.HoldingConsumer.LostPlaces;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HoldingConsumerIT {

    private static final TopicPartition PARTITION = new TopicPartition("holding-" + UUID.randomUUID(), 0);

    private final MongoClient client = MongoClients.create(Backends.shared().mongodbUri());

    @BeforeAll
    static void createTopic() throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", Backends.shared().bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void whoeverAsksForAPlaceThatIsLostIsToldWhereToGoOn() {
        try (Consumer<String, byte[]> consumer = consumer((_, _) -> Map.of(PARTITION, 7L))) {
            assertThat(consumer.position(PARTITION)).isEqualTo(7);
            assertThat(consumer.committed(Set.of(PARTITION))).containsEntry(PARTITION, new OffsetAndMetadata(7));
        }
    }

    @Test
    void whereThatIsNotKnownYetItMayBeAskedAgain() {
        LostPlaces unknown = (_, _) -> {
            throw new IllegalStateException("MongoDB is away");
        };
        try (Consumer<String, byte[]> consumer = consumer(unknown)) {
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> consumer.position(PARTITION));
        }
    }

    private Consumer<String, byte[]> consumer(LostPlaces lostPlaces) {
        var holds = new Holds(new OpenHolds(new DirectoryCollections(client.getDatabase("holding")), new Settings()));
        Consumer<String, byte[]> consumer = HoldingConsumer.factory(
                        Map.of(
                                "bootstrap.servers",
                                Backends.shared().bootstrap(),
                                "group.id",
                                "holding-" + UUID.randomUUID(),
                                "key.deserializer",
                                StringDeserializer.class,
                                "value.deserializer",
                                ByteArrayDeserializer.class,
                                "auto.offset.reset",
                                "none"),
                        holds,
                        () -> false,
                        lostPlaces)
                .createConsumer();
        consumer.assign(List.of(PARTITION));
        return consumer;
    }
}
