package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Changes;
import dev.rollcall.sync.delivery.Delivery;
import dev.rollcall.sync.delivery.Ledger;
import dev.rollcall.sync.delivery.Round;
import dev.rollcall.sync.delivery.Settled;
import dev.rollcall.sync.delivery.Settling;
import dev.rollcall.sync.delivery.TestSuspects;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

class ClerkIT {

    private static final int BATCH = 200;

    private final Ledger ledger =
            new Ledger(new MongoTemplate(MongoClients.create(Backends.shared().mongodbUri()), "clerk"));
    private final Changes changes = new Changes("c1");
    private final String app = UUID.randomUUID().toString();
    private final List<Delivery> batch =
            IntStream.range(0, BATCH).mapToObj(i -> delivery("u" + i % 150)).toList();
    private final Round round = new Round(Map.of(), TestSuspects.none(), false, Instant.MAX, Clock.systemUTC());
    private final Set<String> receipts = ConcurrentHashMap.newKeySet();

    @Test
    void writesWhatIsSettledWhileTheRestIsStillDelivered() {
        try (var clerk = clerk(this::publish)) {
            batch.subList(0, BATCH / 2).forEach(delivery -> Settling.deliver(round, delivery));

            await().untilAsserted(() -> assertThat(receipts).hasSize(BATCH / 2));
            assertThat(clerk).isNotNull();
        }
    }

    @Test
    void tellsOnlyOfWhatTheLedgerHas() {
        try (var _ = clerk(settled -> {
            assertThat(ledgerHas(settled)).isTrue();
            publish(settled);
        })) {
            batch.forEach(delivery -> Settling.deliver(round, delivery));
        }

        assertThat(receipts).hasSize(BATCH);
    }

    @Test
    void writesAllBeforeTheBatchMayBeCommitted() {
        try (var _ = clerk(this::publish)) {
            batch.forEach(delivery -> Settling.deliver(round, delivery));
        }

        assertThat(receipts).hasSize(BATCH);
        assertThat(ledgerHas(batch)).isTrue();
    }

    @Test
    void whatCannotBeWrittenEndsTheRoundAndForbidsTheCommit() {
        assertThatThrownBy(() -> {
                    try (var _ = clerk(_ -> {
                        throw new IllegalStateException("Kafka is away");
                    })) {
                        batch.subList(0, BATCH / 2).forEach(delivery -> Settling.deliver(round, delivery));

                        await().untilAsserted(() -> assertThat(round.fault()).isNotNull());
                    }
                })
                .hasMessage("Kafka is away");
    }

    private Clerk clerk(Consumer<List<Settled>> tells) {
        return new Clerk(round, BATCH, ledger, tells);
    }

    private void publish(List<Settled> settled) {
        settled.forEach(end -> assertThat(receipts.add(end.delivery().key())).isTrue());
    }

    private boolean ledgerHas(List<?> ends) {
        var ids = new HashSet<String>();
        ends.forEach(
                end -> ids.addAll((end instanceof Settled settled ? settled.delivery() : (Delivery) end).ledgerIds()));
        return ledger.find(ids).keySet().equals(ids);
    }

    private Delivery delivery(String user) {
        var change = changes.user(user, user);
        return new Delivery(
                app,
                change,
                new ConsumerRecord<>(Topics.CHANGES, 0, change.getSequence(), change.getConnection(), new byte[0]));
    }
}
