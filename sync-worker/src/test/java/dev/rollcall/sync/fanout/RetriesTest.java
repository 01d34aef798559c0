package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.delivery.Delivery;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private final Changes changes = new Changes("c1");

    @Test
    void goBeforeWhatComesAnewInTheOrderOfTheirChangesWhicheverWasReadFirst() {
        Delivery first = delivery(changes.user("u1", "ada"), Instant.EPOCH);
        Delivery second = delivery(changes.user("u1", "ada2"), Instant.EPOCH);
        Delivery third = delivery(changes.user("u1", "ada3"), null);
        Delivery fourth = delivery(changes.user("u2", "bob"), null);

        assertThat(Retries.first(List.of(fourth, third, second, first)))
                .as("what comes anew stays as it was read")
                .containsExactly(first, second, fourth, third);
    }

    @Test
    void areToldFromTheChangeItselfInOneBatch() {
        IdentityChange change = changes.user("u1", "ada");

        assertThat(delivery(change, Instant.EPOCH).key())
                .isNotEqualTo(delivery(change, null).key());
    }

    private static Delivery delivery(IdentityChange change, @Nullable Instant retried) {
        var source = new ConsumerRecord<String, byte[]>("identity.changes", 0, 0, "c1", new byte[0]);
        return new Delivery("app1", change, source, retried);
    }
}
