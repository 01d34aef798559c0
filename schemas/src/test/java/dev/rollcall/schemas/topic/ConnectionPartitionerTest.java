package dev.rollcall.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
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
}
