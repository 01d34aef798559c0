package dev.rollcall.sync.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.ops.KafkaClients;
import dev.rollcall.sync.ops.TestKafkaClients;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** How much may be published for an app. */
class OutstandingIT {

    private static final int PARTITIONS = 3;
    private static final int WINDOW = 20;

    private final Backend backend = Backends.shared();
    private final KafkaClients clients = TestKafkaClients.of(backend.bootstrap());
    private final AvroRecords records = new AvroRecords(SerdeSettings.apicurio(backend.registryApiUrl()));
    private final String group = "g-" + UUID.randomUUID();

    @Test
    void countsWhatKafkaHasYetToMarkAsCommitted() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrap()));
                Producer<String, byte[]> producer = producer()) {
            catchUp(admin);
            assertThat(new Outstanding(admin, clients, group, WINDOW).room()).isEqualTo(WINDOW);

            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < WINDOW; i++) {
                producer.send(new ProducerRecord<>(Topics.RETRIES, group, retry("r" + i)));
            }
            // until its marker is written, which a commit doesn't wait for, a transaction looks like an open one
            producer.flush();

            assertThat(new Outstanding(admin, clients, group, WINDOW).room()).isZero();
            producer.commitTransaction();
        }
    }

    @Test
    void countsNothingOfAPublisherThatDied() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backend.bootstrap()));
                Producer<String, byte[]> producer = producer()) {
            catchUp(admin);
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < WINDOW; i++) {
                producer.send(new ProducerRecord<>(Topics.RETRIES, group, retry("r" + i)));
            }
            producer.flush();
            producer.abortTransaction();

            await().until(() -> new Outstanding(admin, clients, group, WINDOW).room() == WINDOW);
        }
    }

    private void catchUp(Admin admin) throws Exception {
        var existing = admin.listTopics().names().get();
        admin.createTopics(Topics.all(PARTITIONS, (short) 1).stream()
                        .filter(topic -> !existing.contains(topic.name()))
                        .toList())
                .all()
                .get();
        var ends = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            var retries = new TopicPartition(Topics.RETRIES, partition);
            long end = admin.listOffsets(Map.of(retries, OffsetSpec.latest()))
                    .partitionResult(retries)
                    .get()
                    .offset();
            ends.put(retries, new OffsetAndMetadata(end));
        }
        admin.alterConsumerGroupOffsets(group, ends).all().get();
    }

    private byte[] retry(String id) {
        return records.write(
                Topics.RETRIES,
                DeliveryRetry.newBuilder()
                        .setId(id)
                        .setTime(Instant.EPOCH)
                        .setApp(group)
                        .setConnection(group)
                        .setResourceType(ResourceType.USER)
                        .setResource("u")
                        .setSequence(1)
                        .setTopic(Topics.CHANGES)
                        .setPartition(0)
                        .setOffset(0)
                        .setRecord(ByteBuffer.allocate(0))
                        .setOperator("test")
                        .setReason("A test")
                        .build());
    }

    private Producer<String, byte[]> producer() {
        Map<String, Object> producing = clients.producer();
        producing.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group);
        return new KafkaProducer<>(producing);
    }
}
