package dev.rollcall.sync.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.schemas.topic.PartitionsChangedException;
import dev.rollcall.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** What a partition of the log holds. */
class StateLogTest {

    private static final String CONNECTION = "c";
    private static final int MADE_WITH = 2;
    private static final int PARTITION = ConnectionPartitioner.partitionOf(CONNECTION, MADE_WITH);
    private static final TopicPartition USERS = new TopicPartition(Topics.USERS, PARTITION);

    private final List<String> read = new ArrayList<>();

    @Test
    void isReadToItsEnd() {
        assertThat(read(MADE_WITH)).containsEntry(USERS, 1L);
        assertThat(read).containsExactly("c/u");
    }

    @Test
    void isReadByNobodyWhereItHoldsWhatBelongsToPartitionsThatCameSince() {
        int now = IntStream.iterate(MADE_WITH + 1, many -> many + 1)
                .filter(many -> ConnectionPartitioner.partitionOf(CONNECTION, many) != PARTITION)
                .findFirst()
                .orElseThrow();

        assertThatExceptionOfType(PartitionsChangedException.class)
                .isThrownBy(() -> read(now))
                .withMessageContaining("identity.users has " + now + " partitions")
                .withMessageNotContaining("c/u");
        assertThat(read).isEmpty();
    }

    private Map<TopicPartition, Long> read(int partitions) {
        var consumer = new MockConsumer<String, byte[]>("none");
        consumer.updatePartitions(
                Topics.USERS,
                IntStream.range(0, partitions)
                        .mapToObj(number ->
                                new PartitionInfo(Topics.USERS, number, Node.noNode(), new Node[0], new Node[0]))
                        .toList());
        consumer.updateBeginningOffsets(Map.of(USERS, 0L));
        consumer.updateEndOffsets(Map.of(USERS, 1L));
        consumer.schedulePollTask(
                () -> consumer.addRecord(new ConsumerRecord<>(Topics.USERS, PARTITION, 0, "c/u", new byte[0])));
        var states = new StateLog(new DefaultKafkaConsumerFactory<>(Map.of()) {
            @Override
            protected Consumer<String, byte[]> createRawConsumer(Map<String, Object> settings) {
                return consumer;
            }
        });
        return states.read(
                PARTITION,
                List.of(Topics.USERS),
                Map.of(),
                (records, _) -> records.forEach(record -> read.add(record.key())));
    }
}
