package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.delivery.Delivery;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ToldReceiptsTest {

    private final Changes changes = new Changes("c1");
    private final ToldReceipts receipts = new ToldReceipts();
    private final Delivery group = delivery(1, changes.group("g1", "Staff", List.of("u1"), List.of()));
    private final Delivery member = delivery(1, changes.user("u1", "ada"));
    private final Delivery other = delivery(2, changes.user("u2", "bob"));
    private final List<Delivery> all = List.of(group, member, other);

    @Test
    void whatFollowedFromARecordInAnEarlierTryIsForgottenWithTheRecord() {
        all.forEach(receipts::add);

        receipts.done(List.of(group));

        assertThat(all).filteredOn(receipts::isOut).containsExactly(other);
    }

    private static Delivery delivery(long offset, IdentityChange change) {
        var source = new ConsumerRecord<>(Topics.CHANGES, 0, offset, change.getConnection(), new byte[0]);
        return new Delivery("app", change, source);
    }
}
