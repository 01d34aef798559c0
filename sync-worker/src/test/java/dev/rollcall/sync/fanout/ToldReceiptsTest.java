package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.delivery.Delivery;
import dev.rollcall.sync.delivery.Settled;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ToldReceiptsTest {

    private final Changes changes = new Changes("c1");
    private final ToldReceipts receipts = new ToldReceipts();
    private final Settled group = end(1, changes.group("g1", "Staff", List.of("u1"), List.of()));
    private final Settled member = end(1, changes.user("u1", "ada"));
    private final Settled other = end(2, changes.user("u2", "bob"));

    @Test
    void whatFollowedFromARecordInAnEarlierTryIsForgottenWithTheRecord() {
        receipts.add(List.of(group, member, other));

        receipts.done(List.of(group.delivery()));

        assertThat(receipts.untold(List.of(group, member, other))).containsExactly(group, member);
    }

    private static Settled end(long offset, IdentityChange change) {
        var source = new ConsumerRecord<>(Topics.CHANGES, 0, offset, change.getConnection(), new byte[0]);
        var delivery = new Delivery("app", change, source);
        return new Settled(delivery, DeliveryOutcome.DELIVERED, 1, 200, null, "", null, false, Instant.EPOCH);
    }
}
