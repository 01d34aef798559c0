package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.sync.OddEngine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

class LedgerIT {

    private final Ledger ledger = TestLedgers.create();
    private final String app = UUID.randomUUID().toString();

    @Test
    void anOlderWriteNeverWinsOverANewerOne() {
        LedgerEntry newer = settled("u1", "r-new", 7);
        ledger.write(List.of(newer));
        ledger.write(List.of(settled("u1", "r-old", 6), settled("u2", "r2", 1)));

        assertThat(ledger.find(List.of(newer.id())).get(newer.id())).isEqualTo(newer);
        assertThat(ledger.find(List.of(entry("u2").id()))).hasSize(1);
    }

    @Test
    void anOlderWriteIsInNobodysWayWhereTheEngineGivesUpABulkAtItsFirstFailure() {
        try (MongoClient client = OddEngine.hasty()) {
            Ledger hasty = new Ledger(new MongoTemplate(client, "delivery"));
            LedgerEntry newer = settled("u1", "r-new", 7);
            hasty.write(List.of(newer));
            hasty.write(List.of(settled("u2", "r2", 1), settled("u1", "r-old", 6), settled("u3", "r3", 1)));
            hasty.recall(List.of(settled("u2", "r-same", 1), settled("u4", "r4", 1)));

            assertThat(ledger.find(List.of(newer.id())).get(newer.id())).isEqualTo(newer);
            assertThat(ledger.find(List.of(entry("u2").id())).get(entry("u2").id()))
                    .extracting(LedgerEntry::remoteId)
                    .isEqualTo("r2");
            assertThat(ledger.find(List.of(entry("u3").id(), entry("u4").id()))).hasSize(2);
        }
    }

    @Test
    void whatIsLearnedWithoutASequenceIsKept() {
        LedgerEntry linked = entry("u1").linked("r1", "hash");
        ledger.write(List.of(linked));
        LedgerEntry settled = linked.settled(1, DeliveryOutcome.DELIVERED, 1, 201, Instant.EPOCH);
        ledger.write(List.of(settled));

        assertThat(ledger.find(List.of(linked.id()))).isEqualTo(Map.of(linked.id(), settled));
    }

    @Test
    void aCounterpartIsOfAnotherUnlessThatOneIsGone() {
        ledger.write(List.of(settled("u1", "r1", 1), settled("u2", "r2", 2).gone()));
        LedgerEntry asking = entry("u3");

        assertThat(ledger.isOfAnother(asking, ResourceType.USER, "r1", Map.of()))
                .isTrue();
        assertThat(ledger.isOfAnother(asking, ResourceType.GROUP, "r1", Map.of()))
                .isFalse();
        assertThat(ledger.isOfAnother(asking, ResourceType.USER, "r2", Map.of()))
                .isFalse();
        assertThat(ledger.isOfAnother(entry("u1"), ResourceType.USER, "r1", Map.of()))
                .isFalse();
    }

    private LedgerEntry entry(String user) {
        return LedgerEntry.none(app, ResourceType.USER, "c1", user);
    }

    private LedgerEntry settled(String user, String remoteId, long sequence) {
        return entry(user).linked(remoteId, null).settled(sequence, DeliveryOutcome.DELIVERED, 1, 200, Instant.EPOCH);
    }
}
