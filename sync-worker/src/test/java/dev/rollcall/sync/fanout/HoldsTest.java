package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.HoldOutcome;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.Setting;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.Orders;
import dev.rollcall.sync.delivery.Delivery;
import dev.rollcall.sync.delivery.HeldException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HoldsTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.CHANGES, 0);
    private static final String CONNECTION = "c1";

    private final MongoClient client = MongoClients.create(Backends.shared().mongodbUri());
    private final Settings settings = new Settings();
    private final Holds holds =
            new Holds(new KnownHolds(new DirectoryCollections(client.getDatabase("holds-test")), settings));
    private final Changes changes = new Changes(CONNECTION);
    /** At the offsets 1 to 9; from 4 on they are held. */
    private final List<Delivery> topic = new ArrayList<>();

    HoldsTest() {
        for (long sequence = 1; sequence < 10; sequence++) {
            IdentityChange change = changes.user("u1", "ada" + sequence);
            change.setHold(sequence < 4 ? null : 4L);
            topic.add(new Delivery("app", change, new ConsumerRecord<>(Topics.CHANGES, 0, sequence, "", new byte[0])));
        }
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void aCommitOfWhatWaitedThatIsTriedAgainAfterTheDecisionPassesNothing() {
        read(1, 9);
        assertThat(committed(10)).isEqualTo(4);

        decide();
        assertThat(holds.decided(Set::of)).as("the group is shared out anew").isEmpty();
        assertThat(committed(10)).isEqualTo(4);

        read(4, 6);
        assertThat(committed(7)).isEqualTo(7);
        assertThat(committed(10)).isEqualTo(7);

        read(7, 9);
        assertThat(committed(10)).isEqualTo(10);
        assertThat(committed(12)).as("behind the marker of a transaction").isEqualTo(12);
    }

    @Test
    void whatIsNotDoneSinceTheDecisionIsNotPassed() {
        read(1, 9);
        decide();
        assertThat(holds.decided(() -> Set.of(PARTITION))).isEqualTo(Map.of(PARTITION, 4L));

        topic.subList(3, 9).forEach(delivery -> assertThat(waits(delivery)).isFalse());

        assertThat(committed(10)).isEqualTo(4);
    }

    @Test
    void whereTheNewestWouldBeToldAllWaitsUntilTheDecision() {
        assertThat(waits(topic.getFirst())).isFalse();

        holds.await(new HeldException(CONNECTION, 4));
        assertThat(topic).allMatch(this::waits);
        assertThat(committed(10)).isEqualTo(1);

        decide();
        assertThat(holds.decided(() -> Set.of(PARTITION))).isEqualTo(Map.of(PARTITION, 1L));
        assertThat(topic).noneMatch(this::waits);
    }

    private void read(int from, int to) {
        List<Delivery> batch = topic.subList(from - 1, to);
        batch.forEach(this::waits);
        holds.done(batch.stream().map(Delivery::source).toList());
    }

    private boolean waits(Delivery delivery) {
        return holds.waits(delivery.source(), delivery);
    }

    private long committed(long offset) {
        return holds.committable(Map.of(PARTITION, new OffsetAndMetadata(offset)))
                .get(PARTITION)
                .offset();
    }

    private void decide() {
        Setting decision = Orders.decision(CONNECTION, Orders.hold(4), HoldOutcome.RELEASED);
        settings.apply(decision.getId(), decision);
    }
}
