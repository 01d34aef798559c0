package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.sync.Changes;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundTest {

    private final Changes changes = new Changes("c1");
    private final IdentityChange created = changes.user("u1", "ada");

    @Test
    void whomAnAppsScopeLeavesOutStaysGone() {
        Delivery delivery = delivery(created);
        Round round = round(delivery.untold());
        round.know(delivery.untold().gone());

        round.leaveOut(delivery);

        assertThat(round.takeTouched())
                .as("so that groups don't miss a member")
                .singleElement()
                .matches(LedgerEntry::deleted);
    }

    @Test
    void whoHeardOfADeletionKnowsThatTheUserIsGone() {
        Delivery deletion = delivery(changes.deleteUser("u1"));

        assertThat(heard(deletion, DeliveryOutcome.DELIVERED).deleted()).isTrue();
        assertThat(heard(deletion, DeliveryOutcome.SKIPPED).deleted()).isTrue();
        assertThat(heard(deletion, DeliveryOutcome.FAILED).deleted()).isFalse();
    }

    @Test
    void anOlderMessageThatComesLateSaysNothingOfNow() {
        Delivery late = delivery(created);
        LedgerEntry gone = late.untold().gone().settled(2, DeliveryOutcome.DELIVERED, 1, 204, Instant.EPOCH);
        Round round = round(gone);

        round.tell(settled(late, DeliveryOutcome.DELIVERED));

        assertThat(round.entry(late)).isEqualTo(gone);
    }

    private static LedgerEntry heard(Delivery delivery, DeliveryOutcome outcome) {
        Round round = round(delivery.untold());
        round.tell(settled(delivery, outcome));
        return round.takeTouched().getFirst();
    }

    private static Round round(LedgerEntry known) {
        return new Round(Map.of(known.id(), known), TestSuspects.none(), false, Instant.MAX, Clock.systemUTC());
    }

    private static Delivery delivery(IdentityChange change) {
        return Batches.of(change).getFirst();
    }

    private static Settled settled(Delivery delivery, DeliveryOutcome outcome) {
        return new Settled(delivery, outcome, 1, 204, null, "", null, false, Instant.EPOCH);
    }
}
