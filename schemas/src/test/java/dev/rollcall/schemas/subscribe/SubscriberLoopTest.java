package dev.rollcall.schemas.subscribe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.SerdeSettings;
import dev.rollcall.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;

class SubscriberLoopTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.CHANGES, 0);

    private final AtomicInteger refusals = new AtomicInteger();
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("none") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            if (refusals.getAndDecrement() > 0) {
                throw new RebalanceInProgressException("Not now");
            }
            super.commitSync(offsets);
        }
    };

    @Test
    void writesAPositionDownNextTimeThatWasRefusedAlsoWhenNothingMoreComes() throws InterruptedException {
        var node = new Node[0];
        consumer.updatePartitions(
                Topics.CHANGES, List.of(new PartitionInfo(Topics.CHANGES, 0, Node.noNode(), node, node)));
        consumer.schedulePollTask(() -> {
            consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(5)));
            refusals.set(2);
            consumer.rebalance(List.of(PARTITION));
            consumer.addRecord(new ConsumerRecord<>(Topics.CHANGES, 0, 5, "c", "passed over".getBytes(UTF_8)));
        });
        SubscriberLoop loop = loop();
        Thread thread = Thread.ofPlatform().start(loop::run);
        try {
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(consumer.committed(Set.of(PARTITION)))
                            .containsEntry(PARTITION, new OffsetAndMetadata(6)));
        } finally {
            loop.stop();
            thread.join();
        }
    }

    private SubscriberLoop loop() {
        var records = new AvroRecords(SerdeSettings.apicurio("http://127.0.0.1/apis/registry/v3"));
        var admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:9"));
        return new SubscriberLoop(
                consumer,
                new Sources(new MockConsumer<>("none"), admin, records),
                records,
                _ -> {},
                Start.SNAPSHOT,
                Progress.unknown(),
                new Retry(Duration.ofMillis(10), Duration.ofMillis(10)),
                Clock.systemUTC());
    }
}
