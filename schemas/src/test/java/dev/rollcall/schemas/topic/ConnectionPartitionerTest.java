package dev.rollcall.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.utils.Utils;

class ConnectionPartitionerTest {

    @Property
    void putsAllOfAConnectionWhereKafkasOwnPartitionerPutsItsId(
            @ForAll @AlphaChars @StringLength(min = 1, max = 20) String connection,
            @ForAll @IntRange(min = 1, max = 64) int n) {
        int kafkas = Utils.toPositive(Utils.murmur2(connection.getBytes(StandardCharsets.UTF_8))) % n;

        for (String key :
                new String[] {connection, Keys.resource(connection, "u"), Keys.membership(connection, "g", "u")}) {
            assertThat(ConnectionPartitioner.partitionOf(Keys.connectionOf(key), n))
                    .isEqualTo(kafkas);
        }
    }

    @Property
    void putsReceiptsAndDeadLettersWhereKafkasOwnPartitionerPutsTheirKey(
            @ForAll @AlphaChars @StringLength(min = 1, max = 20) String resource,
            @ForAll @IntRange(min = 1, max = 64) int n) {
        String key = Keys.delivery("app", resource);
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);

        try (var partitioner = new ConnectionPartitioner()) {
            for (String topic : List.of(Topics.RECEIPTS, Topics.DEAD_LETTERS)) {
                assertThat(partitioner.partition(topic, key, bytes, null, null, cluster(topic, n)))
                        .isEqualTo(Utils.toPositive(Utils.murmur2(bytes)) % n);
            }
            assertThat(partitioner.partition(Topics.RETRIES, "c1", null, null, null, cluster(Topics.RETRIES, n)))
                    .as("where its changes are")
                    .isEqualTo(ConnectionPartitioner.partitionOf("c1", n));
        }
    }

    @Example
    void writesNothingToATopicThatHasGotMorePartitions() {
        try (var partitioner = new ConnectionPartitioner()) {
            partitioner.configure(Map.of(ConnectionPartitioner.PARTITIONS, 3));

            assertThatExceptionOfType(PartitionsChangedException.class)
                    .isThrownBy(() ->
                            partitioner.partition(Topics.CHANGES, "c1", null, null, null, cluster(Topics.CHANGES, 4)))
                    .withMessageContaining("identity.changes has 4 partitions instead of 3");
            assertThat(partitioner.partition(Topics.CHANGES, "c1", null, null, null, cluster(Topics.CHANGES, 3)))
                    .isEqualTo(ConnectionPartitioner.partitionOf("c1", 3));
            assertThat(partitioner.partition(Topics.SETTINGS, "app/1", null, null, null, cluster(Topics.SETTINGS, 1)))
                    .as("which isn't spread by connection")
                    .isZero();
        }
    }

    private static Cluster cluster(String topic, int partitions) {
        var all = IntStream.range(0, partitions)
                .mapToObj(number -> new PartitionInfo(topic, number, Node.noNode(), new Node[0], new Node[0]))
                .toList();
        return new Cluster("test", List.of(), all, Set.of(), Set.of());
    }
}
