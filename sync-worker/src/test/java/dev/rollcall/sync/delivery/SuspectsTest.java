package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.Fault;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.MovableClock;
import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuspectsTest {

    private static final Answer BROKEN = Answer.none("It hung up");

    private final MovableClock clock = new MovableClock();
    private final Suspects suspects = new Suspects(Duration.ofMinutes(1), clock);
    private final Changes changes = new Changes("c1");
    private final Delivery broken = Batches.delivery(changes.user("u1", "ada"));
    private final Delivery other = Batches.delivery(changes.user("u2", "bob"));

    @Test
    void areGivenUpAfterAWhileInWhichTheAppTookOthers() {
        rounds(1, false);
        rounds(3, true);
        clock.set(Duration.ofMinutes(2));
        assertThat(suspects.isGivenUp(broken, BROKEN)).as("four rounds").isFalse();

        rounds(1, false);
        assertThat(suspects.isGivenUp(broken, BROKEN)).isTrue();
        assertThat(suspects.isGivenUp(other, BROKEN)).isFalse();
    }

    @Test
    void areNotGivenUpBeforeItsTime() {
        rounds(9, true);
        clock.set(Duration.ofSeconds(59));

        assertThat(suspects.isGivenUp(broken, BROKEN)).isFalse();
    }

    @Test
    void areNotGivenUpByAnAppThatTakesNothing() {
        rounds(99, false);
        clock.set(Duration.ofDays(1));

        assertThat(suspects.isGivenUp(broken, BROKEN)).isFalse();
    }

    @Test
    void areTriedLongerWhereNothingElseIsLeft() {
        rounds(1, true);
        rounds(9, false);
        clock.set(Duration.ofMinutes(14));
        assertThat(suspects.isGivenUp(broken, BROKEN)).isFalse();

        clock.set(Duration.ofMinutes(15));
        assertThat(suspects.isGivenUp(broken, BROKEN)).isTrue();
    }

    @Test
    void areTriedFarLongerWhereTheAppFailsAtOthersToo() {
        Delivery another = Batches.delivery(changes.user("u3", "cyd"));
        Round died = round();
        died.tell(delivered(other));
        died.isPutOff(broken, BROKEN);
        died.isPutOff(another, BROKEN);
        suspects.heard(died);
        rounds(9, false);
        clock.set(Duration.ofMinutes(59));
        assertThat(suspects.isGivenUp(broken, BROKEN)).isFalse();

        clock.set(Duration.ofMinutes(60));
        assertThat(suspects.isGivenUp(broken, BROKEN)).isTrue();
    }

    @Test
    void areTriedNoLongerForThoseThatAreGivenUp() {
        rounds(1, true);
        rounds(9, false);
        clock.set(Duration.ofMinutes(15));
        Round last = round();
        last.tell(failed(broken, 503));
        suspects.heard(last);

        Delivery next = Batches.delivery(changes.user("u3", "cyd"));
        Round round = round();
        round.tell(delivered(other));
        round.isPutOff(next, BROKEN);
        suspects.heard(round);
        for (int i = 0; i < 9; i++) {
            Round silent = round();
            silent.isPutOff(next, BROKEN);
            suspects.heard(silent);
        }
        clock.set(Duration.ofMinutes(30));

        assertThat(suspects.isGivenUp(next, BROKEN)).isTrue();
    }

    @Test
    void areNoneForAnAppThatWantsToBeLeftAlone() {
        rounds(9, true);
        clock.set(Duration.ofDays(1));

        assertThat(suspects.isGivenUp(broken, answer(429))).isFalse();
        assertThat(suspects.isGivenUp(broken, answer(410))).isFalse();
        assertThat(suspects.isGivenUp(broken, answer(403))).isTrue();
    }

    @Test
    void areNoneAnyMoreOnceTheAppTookThem() {
        rounds(9, true);
        clock.set(Duration.ofDays(1));
        Round round = round();
        round.tell(delivered(broken));
        suspects.heard(round);

        assertThat(suspects.isGivenUp(broken, BROKEN)).isFalse();
    }

    @Test
    void endNoRoundInWhichTheAppTakesOthers() {
        rounds(1, true);
        Round well = round();
        well.tell(delivered(other));

        assertThat(well.isPutOff(broken, BROKEN)).isTrue();
        assertThat(well.isOver()).isFalse();
        assertThat(well.fault()).isEqualTo(BROKEN);
        Round silent = round();
        assertThat(silent.isPutOff(broken, BROKEN)).isTrue();
        assertThat(silent.isOver()).isTrue();
    }

    @Test
    void keepNobodyWaitingWhomTheAppWouldTake() {
        rounds(1, true);
        var oneAtATime = new MessageCourier(
                delivery -> () -> delivery.equals(broken) ? BROKEN : answer(204), new Crew(1), Attempts.quick(1));
        Round round = round();
        oneAtATime.deliver(List.of(broken, other), round);
        oneAtATime.close();

        assertThat(round.settled()).extracting(Settled::delivery).containsExactly(other);
    }

    @Test
    void sayNothingOfTheAppWhenTheyAreGivenUp() {
        rounds(1, true);
        Round round = round();
        round.tell(failed(broken, 503));
        assertThat(round.isAppWell()).isFalse();

        round.tell(failed(other, 422));
        assertThat(round.isAppWell()).isTrue();
    }

    private void rounds(int count, boolean isAppWell) {
        for (int i = 0; i < count; i++) {
            Round round = round();
            if (isAppWell) {
                round.tell(delivered(other));
            }
            round.isPutOff(broken, BROKEN);
            suspects.heard(round);
        }
    }

    private Round round() {
        return new Round(Map.of(), suspects, false, Instant.MAX, clock);
    }

    private static Answer answer(int status) {
        return new Answer(Verdict.of(AppKind.WEBHOOK, status), status, null, new byte[0], "");
    }

    private static Settled failed(Delivery delivery, int status) {
        return new Settled(delivery, DeliveryOutcome.FAILED, 1, status, null, "", Fault.RESOURCE, false, Instant.EPOCH);
    }

    private static Settled delivered(Delivery delivery) {
        return new Settled(delivery, DeliveryOutcome.DELIVERED, 1, 204, null, "", null, false, Instant.EPOCH);
    }
}
