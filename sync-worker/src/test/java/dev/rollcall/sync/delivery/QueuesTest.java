package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.sync.Changes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class QueuesTest {

    private final Changes changes = new Changes("c1");

    @Test
    void keepsTheOrderOfEachResource() {
        var batch = Batches.of(
                changes.user("u1", "ada"),
                changes.user("u2", "bob"),
                changes.user("u1", "ada2"),
                changes.deleteUser("u2"),
                changes.user("u1", "ada3"));

        assertThat(Queues.of(batch, Map.of()).fresh())
                .extracting(queue -> queue.stream().map(Delivery::sequence).toList())
                .containsExactly(List.of(1L, 3L, 5L), List.of(2L, 4L));
    }

    @Test
    void leavesOutWhatTheLedgerHasSettled() {
        var batch = Batches.of(changes.user("u1", "ada"), changes.user("u1", "ada2"), changes.user("u1", "ada3"));
        LedgerEntry entry = batch.getFirst()
                .untold()
                .linked("r1", "hash")
                .settled(2, DeliveryOutcome.FAILED, 3, 400, Instant.EPOCH);

        Queues queues = Queues.of(batch, Map.of(entry.id(), entry));

        assertThat(queues.fresh()).containsExactly(List.of(batch.getLast()));
        assertThat(queues.already())
                .extracting(Settled::outcome, Settled::attempts, Settled::fault)
                .containsExactly(tuple(DeliveryOutcome.SKIPPED, 0, null), tuple(DeliveryOutcome.FAILED, 3, null));
    }

    @Test
    void aRetryPassesWhereItsChangeFailed() {
        Delivery retry = retry(changes.user("u1", "ada"));
        LedgerEntry failed = settled(retry, 1, DeliveryOutcome.FAILED);
        LedgerEntry delivered = settled(retry, 1, DeliveryOutcome.DELIVERED);

        assertThat(Queues.ofStates(List.of(retry), known(failed)).fresh()).containsExactly(List.of(retry));
        assertThat(Queues.of(List.of(retry), known(failed)).fresh()).containsExactly(List.of(retry));
        assertThat(Queues.ofStates(List.of(retry), known(delivered)).already())
                .extracting(Settled::outcome)
                .containsExactly(DeliveryOutcome.DELIVERED);
        assertThat(Queues.of(List.of(retry), known(delivered)).fresh()).isEmpty();
    }

    @Test
    void aRetryThatNewerChangesPassedIsSentAsAMessageButNotAsAState() {
        Delivery retry = retry(changes.user("u1", "ada"));
        LedgerEntry newer = settled(retry, 5, DeliveryOutcome.DELIVERED);

        assertThat(Queues.of(List.of(retry), known(newer)).fresh()).containsExactly(List.of(retry));
        assertThat(Queues.ofStates(List.of(retry), known(newer)).already())
                .singleElement()
                .satisfies(end -> {
                    assertThat(end.outcome()).isEqualTo(DeliveryOutcome.SKIPPED);
                    assertThat(end.at()).isAfter(retry.retried());
                    assertThat(end.isRepeat()).isFalse();
                });
    }

    @Test
    void aRetryOfAGroupPassesForItsMembersUnlessTheAppHasNoSuchGroupNow() {
        Delivery retry = retry(changes.group("g1", "Staff", List.of("u1"), List.of()));
        LedgerEntry newer = settled(retry, 5, DeliveryOutcome.DELIVERED).linked("r1", "hash");

        assertThat(Queues.ofStates(List.of(retry), known(newer)).fresh()).containsExactly(List.of(retry));
        assertThat(Queues.ofStates(List.of(retry), known(newer.gone())).fresh()).isEmpty();
    }

    @Test
    void whatIsForcedPassesWhateverIsSettled() {
        Delivery retry = retry(changes.user("u1", "ada"));
        Delivery forced = new Delivery(
                Batches.APP, retry.change(), retry.source(), Instant.EPOCH.plusSeconds(60), "replay-1", true);
        LedgerEntry newest = settled(retry, 1, DeliveryOutcome.DELIVERED);
        LedgerEntry newer = settled(retry, 5, DeliveryOutcome.DELIVERED);

        assertThat(Queues.of(List.of(forced), known(newest)).fresh()).containsExactly(List.of(forced));
        assertThat(Queues.of(List.of(forced), known(newer)).fresh()).containsExactly(List.of(forced));
        assertThat(Queues.ofStates(List.of(forced), known(newest)).fresh()).containsExactly(List.of(forced));
    }

    @Test
    void aBackFilledStateIsNotToldAfterANewerChange() {
        IdentityChange change = IdentityChange.newBuilder(changes.user("u1", "ada"))
                .setKind(EventUris.FEED_ADD)
                .build();
        Delivery backFilled = retry(change);

        assertThat(Queues.of(List.of(backFilled), Map.of()).fresh()).containsExactly(List.of(backFilled));
        assertThat(Queues.of(List.of(backFilled), known(settled(backFilled, 1, DeliveryOutcome.FAILED)))
                        .fresh())
                .containsExactly(List.of(backFilled));
        assertThat(Queues.of(List.of(backFilled), known(settled(backFilled, 5, DeliveryOutcome.DELIVERED)))
                        .fresh())
                .isEmpty();
    }

    private static Delivery retry(IdentityChange change) {
        return new Delivery(Batches.APP, change, Batches.delivery(change).source(), Instant.EPOCH.plusSeconds(60));
    }

    private static LedgerEntry settled(Delivery delivery, long sequence, DeliveryOutcome outcome) {
        return delivery.untold().settled(sequence, outcome, 1, 200, Instant.EPOCH);
    }

    private static Map<String, LedgerEntry> known(LedgerEntry entry) {
        return Map.of(entry.id(), entry);
    }

    @Property
    void everyDeliveryIsInExactlyOneList(
            @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 4) Integer> users,
            @ForAll @IntRange(max = 30) int settled) {
        var feed = new Changes("c1");
        List<Delivery> batch = users.stream()
                .map(user -> Batches.delivery(feed.user("u" + user, "name" + user)))
                .toList();
        LedgerEntry entry = Batches.delivery(new Changes("c1").user("u1", "name1"))
                .untold()
                .settled(settled, DeliveryOutcome.DELIVERED, 1, 200, Instant.EPOCH);

        Queues queues = Queues.of(batch, Map.of(entry.id(), entry));

        var all = new ArrayList<Long>();
        queues.fresh().forEach(queue -> queue.forEach(delivery -> all.add(delivery.sequence())));
        queues.already().forEach(end -> all.add(end.delivery().sequence()));
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, users.size()).boxed().toList());
        assertThat(queues.fresh())
                .allSatisfy(
                        queue -> assertThat(queue).isSortedAccordingTo(Comparator.comparingLong(Delivery::sequence)));
        assertThat(queues.fresh())
                .noneMatch(queue -> queue.getFirst().change().getResource().equals("u1")
                        && queue.getFirst().sequence() <= settled);
    }
}
