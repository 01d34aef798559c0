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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A consumer whose place in the log isn't there any more. */
class HoldingConsumerIT {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Backend backend = Backends.shared();
    private final String topic = "t-" + UUID.randomUUID();
    private final TopicPartition partition = new TopicPartition(topic, 0);
    private final TopicPartition other = new TopicPartition(topic, 1);
    private final MongoClient mongo = MongoClients.create(backend.mongodbUri());
    private final List<CompletableFuture<Map<TopicPartition, Long>>> searches = new ArrayList<>();
    /** What it had and was taken. */
    private final Set<TopicPartition> gone = new HashSet<>();

    private final List<ConsumerRecord<String, byte[]>> kept = new ArrayList<>();
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrap()));
    private Consumer<String, byte[]> consumer;

    @BeforeEach
    void subscribe() throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
        commit(other, 0);
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
                        },
                        this::keep)
                .createConsumer();
        subscribe(consumer);
    }

    private ConsumerRecords<String, byte[]> keep(ConsumerRecords<String, byte[]> read) {
        Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> copies = new HashMap<>();
        read.partitions()
                .forEach(some -> copies.put(
                        some,
                        read.records(some).stream()
                                .map(record -> new ConsumerRecord<>(
                                        topic, some.partition(), record.offset(), record.key(), record.value()))
                                .toList()));
        copies.values().forEach(kept::addAll);
        return new ConsumerRecords<>(copies, read.nextOffsets());
    }

    private void subscribe(Consumer<?, ?> consumer) {
        consumer.subscribe(List.of(topic), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                gone.addAll(partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
        });
    }

    @AfterEach
    void close() {
        consumer.close();
        admin.close();
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
    void readsItsOtherPartitionsMeanwhile() {
        await().until(() -> isSought(1));
        send(partition);
        send(other);
        var read = new ArrayList<TopicPartition>();
        await().until(() -> {
            consumer.poll(POLL).forEach(record -> read.add(new TopicPartition(topic, record.partition())));
            return read.contains(other);
        });
        assertThat(committed()).isNull();

        searches.getFirst().complete(Map.of(partition, 0L));
        await().until(() -> {
            consumer.poll(POLL).forEach(record -> read.add(new TopicPartition(topic, record.partition())));
            return read.contains(partition);
        });
        assertThat(read).containsExactly(other, partition);
    }

    @Test
    void handsOverWhatIsKeptOfWhatItReads() {
        send(other);
        var read = new ArrayList<ConsumerRecord<String, byte[]>>();

        await().until(() -> {
            consumer.poll(POLL).forEach(read::add);
            return !read.isEmpty();
        });

        assertThat(read).hasSize(1).containsExactlyElementsOf(kept);
    }

    @Test
    void movesNothingThatItHasntLost() throws Exception {
        await().until(() -> isSought(1));
        send(partition);
        consumer.unsubscribe();
        // by whoever had it meanwhile
        commit(partition, 1);
        subscribe(consumer);
        searches.getFirst().complete(Map.of(partition, 0L));

        await().during(Duration.ofMillis(500)).until(() -> isSought(1));
        assertThat(committed().offset()).isEqualTo(1);
        assertThat(consumer.position(partition)).isEqualTo(1);
    }

    @Test
    void movesNothingThatItWasPutOutOfItsGroupWith() throws Exception {
        await().until(() -> isSought(1));
        send(partition);
        admin.removeMembersFromConsumerGroup(topic, new RemoveMembersFromConsumerGroupOptions())
                .all()
                .get();
        // by whoever had it meanwhile
        commit(partition, 1);
        await().until(() -> isSought(1) && gone.contains(partition));
        searches.getFirst().complete(Map.of(partition, 0L));

        await().until(() -> isSought(1) && !consumer.assignment().isEmpty());
        await().during(Duration.ofMillis(500)).until(() -> isSought(1));
        assertThat(committed().offset()).isEqualTo(1);
        assertThat(consumer.position(partition)).isEqualTo(1);
    }

    private void commit(TopicPartition partition, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(topic, Map.of(partition, new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private void send(TopicPartition partition) {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", backend.bootstrap()), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, partition.partition(), "key", new byte[0]));
        }
    }

    private boolean isSought(int times) {
        consumer.poll(POLL);
        return searches.size() == times;
    }

    private OffsetAndMetadata committed() {
        return consumer.committed(Set.of(partition)).get(partition);
    }
}
